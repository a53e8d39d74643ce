import type { OffsetRange } from '@troupe/messaging/parts';
import { decodeCompleted, planCoPartitions, type MemberClaims, type TopicStart } from '@troupe/messaging/parts';
import type { Scheduler } from './scheduler.ts';

/** What a member gets: the partitions of each topic, in one generation of its group. */
export interface Joined {
  readonly memberId: string;
  readonly generation: number;
  readonly assignment: ReadonlyMap<string, readonly number[]>;
}

/** What a heartbeat is answered with. */
export type Beat = 'held' | 'rebalancing' | 'lost';

/** An offset as it was committed. */
export interface CommittedOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly completed: readonly OffsetRange[];
}

/** How a member commits. */
export interface CommitRequest {
  readonly memberId: string;
  readonly generation: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly offset: string;
      readonly metadata?: string | null;
    }[];
  }[];
}

/** A consumer group as its broker sees it. */
export interface SimGroup {
  readonly name: string;
  /** Resolves when the group has rebalanced. Without a member id the member is new. */
  join(claims: Omit<MemberClaims, 'id'>, memberId?: string): Promise<Joined>;
  beat(memberId: string, generation: number): Beat;
  leave(memberId: string): void;
  /** Takes the commit of a member of this generation, whatever it owns. @throws Error ILLEGAL_GENERATION */
  commit(request: CommitRequest): void;
  /** The generation that this member is in now; undefined when the group does not know it. */
  generationOf(memberId: string): number | undefined;
  start(topic: string, partition: number): TopicStart;
  /** Nobody was silent while the broker itself was away. */
  forgive(): void;
}

/** What a group is made of. */
export interface SimGroupOptions {
  readonly name: string;
  readonly partitions: number;
  readonly scheduler: Scheduler;
  /** Told of every offset that was committed and what it was before. */
  readonly onCommit: (group: string, committed: CommittedOffset, before: number) => void;
}

interface Member {
  claims: MemberClaims;
  seenMs: number;
  /** There while it waits for a rebalance to end. */
  joining?: (joined: Joined) => void;
}

/** How long a member may be silent. */
export const SESSION_MS = 1_000;
/** How long members have to join again. */
const REBALANCE_MS = 3_000;

const illegal = (): Error => Object.assign(new Error('ILLEGAL_GENERATION'), { type: 'ILLEGAL_GENERATION' });

/** What a group has committed. */
const createOffsets = ({ name, onCommit }: SimGroupOptions) => {
  const offsets = new Map<string, CommittedOffset>();
  const start = (topic: string, partition: number): CommittedOffset =>
    offsets.get(`${topic}/${partition}`) ?? { topic, partition, offset: 0, completed: [] };
  const take = (
    topic: string,
    { partition, offset, metadata }: CommitRequest['topics'][number]['partitions'][number],
  ) => {
    const before = start(topic, partition).offset;
    const low = Number(offset);
    const taken = { topic, partition, offset: low, completed: decodeCompleted(low, metadata ?? null) };
    offsets.set(`${topic}/${partition}`, taken);
    onCommit(name, taken, before);
  };
  return {
    start,
    take: (topics: CommitRequest['topics']): void => {
      for (const { topic, partitions } of topics) for (const each of partitions) take(topic, each);
    },
  };
};

/** The members of a group, until they are silent for too long. */
const createMembers = (scheduler: Scheduler, onLoss: () => void) => {
  const members = new Map<string, Member>();
  const expire = (id: string, member: Member): void => {
    if (members.get(id) !== member) return;
    if (member.joining !== undefined) member.seenMs = scheduler.now();
    const leftMs = member.seenMs + SESSION_MS - scheduler.now();
    if (leftMs > 0) return void scheduler.after(leftMs, () => expire(id, member));
    members.delete(id);
    onLoss();
  };
  return {
    members,
    admit: (id: string, claims: Omit<MemberClaims, 'id'>): Member => {
      const member: Member = { claims: { ...claims, id }, seenMs: scheduler.now() };
      members.set(id, member);
      scheduler.after(SESSION_MS, () => expire(id, member));
      return member;
    },
  };
};

/** Gives every member that has joined its share. */
const share = (
  members: ReadonlyMap<string, Member>,
  generation: number,
  { partitions, scheduler }: SimGroupOptions,
) => {
  const claims = [...members.values()].map((member) => member.claims);
  const plan = planCoPartitions(claims, partitions);
  for (const [memberId, member] of members) {
    member.seenMs = scheduler.now();
    member.joining?.({ memberId, generation, assignment: plan.get(memberId) ?? new Map<string, number[]>() });
    delete member.joining;
  }
};

/** A group without members. */
export const createSimGroup = (options: SimGroupOptions): SimGroup => {
  const { name, scheduler } = options;
  const offsets = createOffsets(options);
  const { members, admit } = createMembers(scheduler, () => rebalance());
  let generation = 0;
  let named = 0;
  let isStable = true;
  let callOffLimit = (): void => undefined;

  const complete = (): void => {
    callOffLimit();
    for (const [id, { joining }] of members) if (joining === undefined) members.delete(id);
    generation += 1;
    isStable = true;
    share(members, generation, options);
  };

  const rebalance = (): void => {
    if (isStable) callOffLimit = scheduler.after(REBALANCE_MS, complete);
    isStable = false;
    if ([...members.values()].every(({ joining }) => joining !== undefined)) complete();
  };

  return {
    name,
    join: (claims, memberId) =>
      new Promise((resolve) => {
        const known = memberId === undefined ? undefined : members.get(memberId);
        const id = memberId !== undefined && known !== undefined ? memberId : `${name}-${++named}`;
        const member = known ?? admit(id, claims);
        member.claims = { ...claims, id };
        member.joining = resolve;
        rebalance();
      }),
    beat: (memberId, of) => {
      const member = members.get(memberId);
      if (member === undefined || (of !== generation && isStable)) return 'lost';
      member.seenMs = scheduler.now();
      return isStable ? 'held' : 'rebalancing';
    },
    leave: (memberId) => {
      if (members.delete(memberId)) rebalance();
    },
    commit: ({ memberId, generation: of, topics }) => {
      if (!members.has(memberId) || of !== generation) throw illegal();
      offsets.take(topics);
    },
    generationOf: (memberId) => (members.has(memberId) ? generation : undefined),
    start: offsets.start,
    forgive: () => {
      for (const member of members.values()) member.seenMs = scheduler.now();
    },
  };
};
