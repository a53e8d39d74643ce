import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES } from '@troupe/contracts';
import avro from 'avsc';
import { avroTypeOf } from './avro-type.ts';
import { lengthCheckOf } from './check-lengths.ts';

describe('the length check', () => {
  it('is not made where a schema has neither array nor map', () => {
    expect(
      lengthCheckOf(avro.Type.forSchema({ type: 'record', name: 'A', fields: [{ name: 'a', type: 'string' }] })),
    ).toBe(undefined);
  });

  it('lets everything pass that avsc writes', () => {
    for (const type of EVENT_TYPES.map(avroTypeOf)) {
      const check = lengthCheckOf(type);
      for (let turn = 0; turn < 50 && check !== undefined; turn += 1) {
        expect(check(type.toBuffer(type.random()))).toBe(true);
      }
    }
  });

  it('knows blocks with a size, fixed values, and types that contain themselves', () => {
    const type = avro.Type.forSchema({
      type: 'record',
      name: 'Tree',
      fields: [
        { name: 'digest', type: { type: 'fixed', name: 'Digest', size: 4 } },
        { name: 'children', type: { type: 'array', items: 'Tree' } },
      ],
    });
    const tree = { digest: Buffer.alloc(4), children: [{ digest: Buffer.alloc(4), children: [] }] };
    const check = lengthCheckOf(type);
    expect(check?.(type.toBuffer(tree))).toBe(true);
    // One child in a block of 5 bytes: count -1, size 5.
    const sized = Buffer.from([0, 0, 0, 0, 0x01, 0x0a, 0, 0, 0, 0, 0, 0]);
    expect(type.fromBuffer(sized)).toEqual(tree);
    expect(check?.(sized)).toBe(true);
    expect(check?.(sized.subarray(0, 7))).toBe(false);
  });
});
