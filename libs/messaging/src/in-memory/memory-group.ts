import { assignPartitions, type MemberAssignment } from './assign-partitions.ts';
import type { TopicStart } from '../queues/partition-progress.ts';

/** One subscriber as its group sees it. */
export interface GroupMember {
  readonly topics: readonly string[];
  /** The partitions that it owns now. */
  readonly owned: readonly number[];
  /** Drains, commits and gives up everything. */
  revoke(): Promise<void>;
  /** Takes over what it is given, under a new epoch. */
  assign(assignment: MemberAssignment, epoch: number): Promise<void>;
}

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
  const members = new Set<GroupMember>();
  const progress = new Map<string, TopicStart>();
  let epoch = 0;
  let last: Promise<void> = Promise.resolve();

  const reassign = async (): Promise<void> => {
    const present = [...members].map((member) => ({ member, topics: member.topics, owned: member.owned }));
    await Promise.all(present.map(({ member }) => member.revoke()));
    const staying = present.filter(({ member }) => members.has(member));
    epoch += 1;
    const assignments = assignPartitions(staying, partitions);
    await Promise.all([...assignments].map(([member, assignment]) => member.assign(assignment, epoch)));
  };

  const rebalance = (): Promise<void> => (last = last.then(reassign));

  return {
    join: (member) => {
      members.add(member);
      return rebalance();
    },
    leave: (member) => {
      if (members.delete(member)) void rebalance();
    },
    rebalance,
    committed: (topic, partition) =>
      progress.get(`${topic}/${partition}`) ?? { topic, partition, offset: 0, completed: [] },
    commit: (committed) => void progress.set(`${committed.topic}/${committed.partition}`, committed),
  };
};
