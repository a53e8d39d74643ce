import { planCoPartitions, type MemberClaims } from '../kafka/co-partition-plan.ts';
import type { TopicStart } from '../queues/partition-progress.ts';

/** One subscriber as its group sees it. */
export interface GroupMember {
  /** What it subscribes to and owns now. */
  claims(): Pick<MemberClaims, 'topics' | 'owned' | 'shared'>;
  /** Drains, commits and gives up everything. */
  revoke(): Promise<void>;
  /** Takes over what it is given, under a new epoch. */
  assign(assignment: MemberAssignment, epoch: number): Promise<void>;
}

/** The partitions of each topic that a member gets. */
export type MemberAssignment = ReadonlyMap<string, readonly number[]>;

/** A consumer group: its members, and how far it has come. It outlives its members. */
export interface MemoryGroup {
  /** Resolves when the member has its first assignment. */
  join(member: GroupMember): Promise<void>;
  /** Lets the others take over what the member has already given up. */
  leave(member: GroupMember): void;
  /** Everyone drains and is assigned anew, as after a change of a member's topics. */
  rebalance(): Promise<void>;
  /** Where a new owner begins: at the beginning where nothing was ever committed. */
  committed(topic: string, partition: number): TopicStart;
  commit(progress: TopicStart): void;
}

/** A group without members. One rebalance follows another, never two at a time. */
export const createMemoryGroup = (partitions: number): MemoryGroup => {
  const members = new Map<string, GroupMember>();
  const progress = new Map<string, TopicStart>();
  let epoch = 0;
  let joined = 0;
  let last: Promise<void> = Promise.resolve();

  const reassign = async (): Promise<void> => {
    const claims = [...members].map(([id, member]) => ({ id, ...member.claims(), generation: epoch }));
    await Promise.all([...members.values()].map((member) => member.revoke()));
    epoch += 1;
    const plan = planCoPartitions(
      claims.filter(({ id }) => members.has(id)),
      partitions,
    );
    await Promise.all([...plan].flatMap(([id, assignment]) => members.get(id)?.assign(assignment, epoch) ?? []));
  };

  const rebalance = (): Promise<void> => (last = last.then(reassign));

  return {
    join: (member) => {
      joined += 1;
      members.set(`member-${joined}`, member);
      return rebalance();
    },
    leave: (member) => {
      const id = [...members].find(([, other]) => other === member)?.[0];
      if (id !== undefined && members.delete(id)) void rebalance();
    },
    rebalance,
    committed: (topic, partition) =>
      progress.get(`${topic}/${partition}`) ?? { topic, partition, offset: 0, completed: [] },
    commit: (committed) => void progress.set(`${committed.topic}/${committed.partition}`, committed),
  };
};
