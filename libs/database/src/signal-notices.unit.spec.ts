import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { noticesOf, signalsIn, textOf } from './signal-notices.ts';

describe('notices of signals', () => {
  it('hold every signal once, in order, each small enough for Postgres', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ maxLength: 3_000 }), { maxLength: 20 }), (kind, given) => {
        const signals = given.map((data) => ({ conversationId: 'c', kind, data }));
        const notices = noticesOf(
          'c',
          kind,
          signals.flatMap((signal) => textOf(signal) ?? []),
        );
        expect(notices.flatMap(signalsIn)).toEqual(signals.filter((signal) => textOf(signal) !== undefined));
        for (const notice of notices) expect(Buffer.byteLength(notice)).toBeLessThan(8_000);
      }),
    );
  });

  it('are few: a thousand tokens fit into two', () => {
    expect(noticesOf('c', 'text', Array<string>(1_000).fill('"token"'))).toHaveLength(2);
  });

  it('hold nothing that JSON does not, and are none when anybody else wrote them', () => {
    expect(textOf({ conversationId: 'c', kind: 'k', data: undefined })).toBeUndefined();
    for (const notice of ['', 'null', '{}', '{"c":1,"k":"k","d":[]}', '[1]']) expect(signalsIn(notice)).toEqual([]);
  });
});
