import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createRedactor, redact } from './redactor.ts';

describe('redact', () => {
  it.each([
    ['write to jo.doe+tag@mail.example.co.uk, please', 'write to [email], please'],
    ['card 4111 1111 1111 1111, ok?', 'card [card], ok?'],
    ['card 5500-0000-0000-0004', 'card [card]'],
    ['call +49 170 1234567 or (555) 123-4567 or 555-123-4567', 'call [phone] or [phone] or [phone]'],
    ['key sk-proj-abcdEFGH12345678', 'key [key]'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[key]'],
    ['AKIAIOSFODNN7EXAMPLE', '[key]'],
    ['Authorization: Bearer abc.def-ghi_123', 'Authorization: Bearer [key]'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4', '[key]'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----', '[key]'],
  ])('takes out %j', (text, redacted) => expect(redact(text)).toBe(redacted));

  it.each([
    'order 4111 1111 1111 1112 is no card',
    'an amount of 1234567890, on 2026-11-27 at 10:15:30',
    'version 1.2.3-4, list<number>, a@b, 12 + 3456',
    'the sketch of a task',
    'see [email-1] in the text',
  ])('leaves %j as it is', (text) => expect(redact(text)).toBe(text));
});

describe('a redactor', () => {
  it('gives the same value the same placeholder, and others another', () => {
    const { hide } = createRedactor();
    expect(hide('from a@x.org to b@x.org')).toBe('from [email-1] to [email-2]');
    expect(hide('a@x.org again')).toBe('[email-1] again');
  });

  it('puts back what it hid, anywhere within an answer', () => {
    const { hide, restore } = createRedactor();
    hide('a@x.org, +49 170 1234567');
    expect(restore({ to: ['[email-1]'], note: 'call [phone-1], not [phone-2]', n: 1, none: null })).toEqual({
      to: ['a@x.org'],
      note: 'call +49 170 1234567, not [phone-2]',
      n: 1,
      none: null,
    });
  });

  it('puts back into JSON what JSON has to write in another way', () => {
    const { hide, restoreJson } = createRedactor();
    const pem = '-----BEGIN PRIVATE KEY-----\nMI"I\n-----END PRIVATE KEY-----';
    expect(hide(pem)).toBe('[key-1]');
    expect(JSON.parse(restoreJson('{"key":"it is [key-1], not [key-2]"}'))).toEqual({
      key: `it is ${pem}, not [key-2]`,
    });
  });

  const piece = fc.oneof(
    fc.constantFrom(
      'a@x.org',
      '4111111111111111',
      '+49 170 1234567',
      'sk-abcdefgh1234',
      '[email-1]',
      '[literal-1]',
      ' ',
    ),
    fc.string({ maxLength: 10 }),
  );

  it('gives every text back as it was, whatever is in it, placeholders included', () => {
    fc.assert(
      fc.property(fc.array(fc.array(piece)), (texts) => {
        const { hide, restore } = createRedactor();
        const all = texts.map((pieces) => pieces.join(''));
        expect(all.map(hide).map((text) => restore(text))).toEqual(all);
      }),
    );
  });
});
