import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { readAnswerLines } from './answer-lines.ts';
import { readAnswer, readLoaded } from './answer.ts';

const NO_ANSWER = { kind: 'failed', cause: 'wrote to the pipe of answers what is no answer' };

describe('an answer', () => {
  it('is what the code returned, or threw', () => {
    expect(readAnswer('n {"returned":{"json":"3"},"left":"[1,2]"}', 'n')).toEqual({
      kind: 'returned',
      json: '3',
      left: '[1,2]',
    });
    expect(readAnswer('n {"threw":"TypeError: no"}', 'n')).toEqual({ kind: 'threw', message: 'TypeError: no' });
  });

  it.each([
    'm {"returned":{"json":"3"},"left":"[]"}',
    '{"returned":{"json":"3"},"left":"[]"}',
    'n {"returned":{"json":3},"left":"[]"}',
    'n {"returned":{"json":"3"}',
    'n passed',
    'n ',
    '',
  ])('is not %j', (line) => {
    expect(readAnswer(line, 'n')).toEqual(NO_ANSWER);
  });

  it('has a message of bounded length', () => {
    const outcome = readAnswer(`n ${JSON.stringify({ threw: 'x'.repeat(10_000) })}`, 'n');
    expect(outcome).toEqual({ kind: 'threw', message: 'x'.repeat(500) });
  });

  it('to loading is nothing, or why not', () => {
    expect(readLoaded('n {"loaded":true}', 'n')).toBeUndefined();
    expect(readLoaded('n {"failed":"SyntaxError"}', 'n')).toBe('does not load: SyntaxError');
    expect(readLoaded('loaded', 'n')).toBe(NO_ANSWER.cause);
  });
});

describe('answer lines', () => {
  it('are the same however the bytes arrive', async () => {
    const stream = new PassThrough();
    const lines = readAnswerLines(stream, 1_000, () => undefined);
    for (const byte of Buffer.from('één\ntwo\nrest')) stream.write(Buffer.from([byte]));
    stream.end();
    expect([await lines.next(), await lines.next(), await lines.next(), await lines.next()]).toEqual([
      'één', 'two', undefined, undefined,
    ]); // prettier-ignore
  });

  it('say when more comes than anybody takes', async () => {
    const stream = new PassThrough();
    let told = 0;
    readAnswerLines(stream, 10, () => (told += 1));
    stream.end('x'.repeat(11));
    await new Promise((resolve) => stream.once('end', resolve));
    expect(told).toBe(1);
  });
});
