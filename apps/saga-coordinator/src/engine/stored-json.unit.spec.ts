import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { revive, toStoredJson } from './stored-json.ts';

const there = (value: unknown): unknown => revive(JSON.parse(toStoredJson(value)));

describe('data that is stored', () => {
  it('comes back as it was', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\u0000'));
    const key = fc.stringMatching(/^[a-z]{1,8}$/);
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    fc.assert(fc.property(tree, (value) => expect(there(value)).toEqual(value)));
  });

  it('holds no character 0, and keeps text that only looks like one', () => {
    expect(there({ a: '\u0000', b: '\\u0000', c: '\\\u0000' })).toEqual({ a: '\ufffd', b: '\\u0000', c: '\\\ufffd' });
  });
});
