import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { createCoPartitionAssigner } from './co-partition-assigner.ts';
import { planCoPartitions, type CoPartitionPlan, type MemberClaims } from './co-partition-plan.ts';

const TOPICS = ['items.reserved', 'order.verified', 'transaction.created'];

const memberOf = (id: string, topics = TOPICS, claims: Partial<MemberClaims> = {}): MemberClaims => ({
  id,
  topics,
  owned: [],
  shared: [],
  generation: 1,
  ...claims,
});

const numbers = fc.uniqueArray(fc.nat(11), { maxLength: 12 });
const groupOf = (topics: fc.Arbitrary<string[]>): fc.Arbitrary<MemberClaims[]> =>
  fc
    .array(fc.record({ topics, owned: numbers, shared: numbers, generation: fc.nat(3) }), {
      minLength: 1,
      maxLength: 7,
    })
    .map((members) => members.map((member, index) => ({ ...member, id: `m-${index}` })));
const equalGroups = groupOf(fc.constant(TOPICS));
const mixedGroups = groupOf(fc.subarray(TOPICS));
/** Versions of one service: they have topics in common. */
const versions = groupOf(fc.subarray(TOPICS.slice(1)).map((topics) => [...TOPICS.slice(0, 1), ...topics]));
const partitionCounts = fc.integer({ min: 1, max: 12 });

const given = (plan: CoPartitionPlan): { id: string; topic: string; partition: number }[] =>
  [...plan].flatMap(([id, topics]) =>
    [...topics].flatMap(([topic, own]) => own.map((partition) => ({ id, topic, partition }))),
  );

const partitionsOf = (plan: CoPartitionPlan, id: string): number[] => [
  ...new Set([...(plan.get(id)?.values() ?? [])].flat()),
];

/** Every member as it would join the next time. */
const rejoining = (group: readonly MemberClaims[], plan: CoPartitionPlan): MemberClaims[] =>
  group.map((member) => {
    const got = partitionsOf(plan, member.id);
    const isWhole = (partition: number): boolean =>
      member.topics.every((topic) => plan.get(member.id)?.get(topic)?.includes(partition) === true);
    return {
      ...member,
      owned: got.filter(isWhole),
      shared: got.filter((partition) => !isWhole(partition)),
      generation: member.generation + 1,
    };
  });

describe('a co-partitioning plan', () => {
  it('gives every partition of every topic to exactly one member, which subscribes to it', () => {
    fc.assert(
      fc.property(mixedGroups, partitionCounts, (group, partitions) => {
        const all = given(planCoPartitions(group, partitions));
        const topics = new Set(group.flatMap((member) => member.topics));
        expect(all).toHaveLength(topics.size * partitions);
        expect(new Set(all.map(({ topic, partition }) => `${topic}/${partition}`)).size).toBe(all.length);
        for (const { id, topic } of all) expect(group.find((member) => member.id === id)?.topics).toContain(topic);
      }),
    );
  });

  it('keeps all topics of a partition with one member when all subscribe to the same, and is fair to one', () => {
    fc.assert(
      fc.property(equalGroups, partitionCounts, (group, partitions) => {
        const plan = planCoPartitions(group, partitions);
        for (const [, topics] of plan) expect(new Set([...topics.values()].map(String)).size).toBeLessThanOrEqual(1);
        const loads = group.map(({ id }) => partitionsOf(plan, id).length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('keeps together of a partition what its owner knows, also while versions are mixed', () => {
    fc.assert(
      fc.property(mixedGroups, partitionCounts, (group, partitions) => {
        const all = given(planCoPartitions(group, partitions));
        for (let partition = 0; partition < partitions; partition += 1) {
          const here = all.filter((each) => each.partition === partition);
          const ids = [...new Set(here.map(({ id }) => id))];
          // In some order of its members each has all that those before it left and it knows.
          const remaining = new Set(here.map(({ topic }) => topic));
          const pending = new Set(ids);
          while (pending.size > 0) {
            const next = [...pending].find((id) =>
              [...remaining].every((topic) => {
                const knows = group.find((member) => member.id === id)?.topics.includes(topic) === true;
                return knows === here.some((each) => each.id === id && each.topic === topic);
              }),
            );
            expect(next).toBeDefined();
            pending.delete(next ?? '');
            for (const each of here) if (each.id === next) remaining.delete(each.topic);
          }
        }
      }),
    );
  });

  it('does not depend on the order in which the broker lists the members', () => {
    fc.assert(
      fc.property(mixedGroups, partitionCounts, (group, partitions) => {
        const plan = planCoPartitions(group, partitions);
        expect(given(planCoPartitions(group.toReversed(), partitions))).toEqual(expect.arrayContaining(given(plan)));
      }),
    );
  });

  it('leaves everything where it is when nothing has changed, also while versions are mixed', () => {
    fc.assert(
      fc.property(versions, partitionCounts, (group, partitions) => {
        const plan = planCoPartitions(group, partitions);
        expect(planCoPartitions(rejoining(group, plan), partitions)).toEqual(plan);
      }),
    );
  });

  it('moves partitions only to a member that joins', () => {
    fc.assert(
      fc.property(equalGroups, partitionCounts, (group, partitions) => {
        const before = rejoining(group, planCoPartitions(group, partitions));
        const after = planCoPartitions([...before, memberOf('newcomer')], partitions);
        for (const { id, owned } of before) expect(owned).toEqual(expect.arrayContaining(partitionsOf(after, id)));
      }),
    );
  });

  it('moves only the partitions of a member that leaves', () => {
    fc.assert(
      fc.property(equalGroups, partitionCounts, (group, partitions) => {
        const [, ...staying] = rejoining(group, planCoPartitions(group, partitions));
        const after = planCoPartitions(staying, partitions);
        for (const { id, owned } of staying)
          expect(partitionsOf(after, id)).toEqual(expect.arrayContaining([...owned]));
      }),
    );
  });

  it('believes the later of two members that claim the same', () => {
    const stale = memberOf('a', TOPICS, { owned: [0, 1], generation: 4 });
    const current = memberOf('b', TOPICS, { owned: [0, 1], generation: 9 });
    const other = memberOf('c', TOPICS, { owned: [2, 3], generation: 9 });
    const plan = planCoPartitions([stale, current, other], 4);
    expect(partitionsOf(plan, 'b')).toEqual(expect.arrayContaining([0, 1]));
  });

  it('lets a rollout add a topic: the old version keeps its partitions, the new one reads the topic', () => {
    const [old, added] = [TOPICS.slice(0, 2), TOPICS];
    const plan = planCoPartitions(
      [
        memberOf('old', old, { owned: [0, 1, 2], generation: 5 }),
        memberOf('new', added, { owned: [3, 4, 5], generation: 5 }),
      ],
      6,
    );
    expect(plan.get('old')?.get('items.reserved')).toEqual([0, 1, 2]);
    expect(plan.get('new')?.get('items.reserved')).toEqual([3, 4, 5]);
    expect(plan.get('new')?.get('transaction.created')).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('gives nothing to members without topics, and copes with a group of them', () => {
    expect(given(planCoPartitions([memberOf('a', [])], 3))).toEqual([]);
    expect(given(planCoPartitions([], 3))).toEqual([]);
    expect(partitionsOf(planCoPartitions([memberOf('a', []), memberOf('b')], 3), 'b')).toEqual([0, 1, 2]);
  });
});

describe('the assigner', () => {
  const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;

  it('assigns topics that the leader itself does not subscribe to, by what members say of themselves', async () => {
    const assigner = (owned: number[]): ReturnType<typeof createCoPartitionAssigner> =>
      createCoPartitionAssigner({ partitions: 2, claims: () => ({ owned, shared: [], generation: 1 }) });
    const members = [
      { memberId: 'leader', memberMetadata: assigner([1]).protocol({ topics: ['a'] }).metadata },
      { memberId: 'other', memberMetadata: assigner([0]).protocol({ topics: ['a', 'b'] }).metadata },
    ];
    const assignments = await assigner([]).assign({ members, topics: ['a'] });
    const decoded = Object.fromEntries(
      assignments.map(({ memberId, memberAssignment }) => [
        memberId,
        MemberAssignment.decode(memberAssignment)?.assignment,
      ]),
    );
    expect(decoded).toEqual({ leader: { a: [1] }, other: { a: [0], b: [0, 1] } });
  });

  it.each(['', 'not JSON', '{"owned":"all"}'])(
    'counts a member whose claims read %p as one that had nothing',
    async (text) => {
      const assigner = createCoPartitionAssigner({
        partitions: 1,
        claims: () => ({ owned: [], shared: [], generation: 1 }),
      });
      const memberMetadata = MemberMetadata.encode({ version: 0, topics: ['a'], userData: Buffer.from(text) });
      const [assignment] = await assigner.assign({ members: [{ memberId: 'm', memberMetadata }], topics: [] });
      expect(MemberAssignment.decode(assignment?.memberAssignment ?? Buffer.alloc(0))?.assignment).toEqual({ a: [0] });
    },
  );
});
