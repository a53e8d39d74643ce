import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { murmur2, partitionOf } from './partition-of.ts';

describe('partitionOf', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as the Java client does', (key, hash) => expect(murmur2(Buffer.from(key))).toBe(hash));

  it('agrees with the Java-compatible partitioner of kafkajs on any key', () => {
    const theirs = kafkajs.Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 100 }), (key, partitions) => {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          partitionId,
          leader: 0,
          partitionErrorCode: 0,
          replicas: [0],
          isr: [0],
        }));
        expect(partitionOf(key, partitions)).toBe(
          theirs({ topic: 't', partitionMetadata, message: { key: Buffer.from(key), value: null } }),
        );
      }),
    );
  });
});
