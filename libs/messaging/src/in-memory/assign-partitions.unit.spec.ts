import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignPartitions } from './assign-partitions.ts';

const topics = ['a', 'b', 'c'];
const subscriptions = fc.array(fc.subarray(topics, { minLength: 1 }), { minLength: 1, maxLength: 5 });
const members = (
  lists: readonly (readonly string[])[],
): { member: number; topics: readonly string[]; owned: number[] }[] =>
  lists.map((list, member) => ({ member, topics: list, owned: [] }));

describe('assignPartitions', () => {
  it('gives every partition of every topic to one member that subscribes to it', () => {
    fc.assert(
      fc.property(subscriptions, fc.integer({ min: 1, max: 12 }), (lists, partitions) => {
        const assigned = assignPartitions(members(lists), partitions);
        for (const topic of new Set(lists.flat()))
          for (let partition = 0; partition < partitions; partition += 1) {
            const owners = [...assigned].filter(([, given]) => given.get(partition)?.includes(topic));
            expect(owners).toHaveLength(1);
            expect(owners.every(([member]) => lists[member]?.includes(topic))).toBe(true);
          }
      }),
    );
  });

  it('is even to one partition, and moves no more than it must when a member joins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 24 }), (count, partitions) => {
        const first = assignPartitions(members(Array.from({ length: count }, () => topics)), partitions);
        const before = [...first].map(([member, given]) => ({ member, topics, owned: [...given.keys()] }));
        const after = assignPartitions([...before, { member: count, topics, owned: [] }], partitions);
        const sizes = [...after.values()].map((given) => given.size);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        const moved = before.flatMap(({ member, owned }) =>
          owned.filter((each) => after.get(member)?.has(each) !== true),
        );
        expect(moved).toHaveLength(after.get(count)?.size ?? 0);
      }),
    );
  });
});
