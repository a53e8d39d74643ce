import kafkajs from 'kafkajs';
import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import type { TopicStart } from '../queues/partition-progress.ts';
import type { Claims } from './co-partition-assigner.ts';
import {
  createAssignment,
  type AssignmentOptions,
  type OwnedAssignment,
  type ReleaseOptions,
} from './kafka-subscriber-assignment.ts';
import { beatOf, waitBeating } from './kafka-subscriber-drain.ts';
import { fetchThroughOutage } from './kafka-subscriber-outage.ts';
import type { Patience } from './kafka-subscriber-patience.ts';
import { outOfRange, readPositions, startAt, type CommittedPosition } from './kafka-subscriber-positions.ts';
import type { Batch, GroupHooks } from './kafkajs-patches.ts';
import { pause } from './pause.ts';
import { within } from './within.ts';

/** What one consumer of a subscriber hands on to the next. */
export interface Succession {
  readonly claims: Claims;
  /** Where it could not leave its group: the next joins as the same member, so that nobody waits for a ghost. */
  readonly memberId: string | null;
}

/** What a membership works with. */
export interface MembershipOptions extends Omit<AssignmentOptions, 'group' | 'epoch' | 'starts'> {
  /** Physical names. */
  readonly topics: readonly string[];
  readonly drainMs: number;
  readonly patience: Patience;
  readonly predecessor: Succession;
  nextEpoch(): number;
  /** A rebalance has begun, and what is owned will be drained. */
  onRebalancing(): void;
  /** The new assignment. It is closed: nothing is read before it is opened. */
  onAssignment(assignment: OwnedAssignment): void;
  /** Kafka has answered a fetch. */
  onFetched(): void;
  /** Something that trying again cannot mend. */
  onFatal(error: Error): void;
}

/** One consumer's place in its group, rebalance after rebalance. */
export interface Membership {
  readonly hooks: GroupHooks;
  /** What is owned now; undefined between two generations. */
  assignment(): OwnedAssignment | undefined;
  /** What it says of itself when it joins. */
  claims(): Claims;
  succession(): Succession;
  /** Resolves when no join is under way. */
  settled(): Promise<unknown>;
  /** Gives up what is owned, and owns nothing from here on, whatever the group assigns. */
  end(how: ReleaseOptions): Promise<void>;
}

/** How often a closed assignment looks whether it was opened, so that kafkajs's loop goes on with its heartbeats. */
const CLOSED_PAUSE_MS = 100;
const POSITIONS_WITHIN_MS = 10_000;
const POSITIONS_AGAIN_MS = 100;
const LEAVE_WITHIN_MS = 1_000;

/** A place in a group that has not been taken yet. */
export const createMembership = (options: MembershipOptions): Membership => {
  let { claims } = options.predecessor;
  let member: Pick<ConsumerGroup, 'memberId'> = { memberId: options.predecessor.memberId };
  let current: OwnedAssignment | undefined;
  let joining: Promise<unknown> = Promise.resolve();
  let ended = false;

  const release = async (how: ReleaseOptions): Promise<void> => {
    await current?.release(how);
    current = undefined;
  };

  const takeOver = async (group: ConsumerGroup): Promise<void> => {
    const starts = await findStarts(group, options);
    if (ended) return;
    claims = claimsOf(group, options.topics);
    current = createAssignment({ ...options, group, epoch: options.nextEpoch(), starts });
    options.onAssignment(current);
  };

  const rejoin = async (group: ConsumerGroup, join: () => Promise<void>): Promise<void> => {
    options.onRebalancing();
    await release({ drainMs: options.drainMs, beat: beatOf(group) });
    // The client keeps one for all its consumers, and two of one group would undo each other's positions.
    group.cluster.committedOffsetsByGroup = new Map();
    if (member !== group) group.memberId = member.memberId;
    member = group;
    try {
      await join();
      await takeOver(group);
    } catch (error) {
      // kafkajs forgets a member that it could not start, and the group would wait for it until its session is over.
      await within(group.leave(), LEAVE_WITHIN_MS);
      throw error;
    }
  };

  const fetchAndTake = async (group: ConsumerGroup, fetch: () => Promise<readonly Batch[]>): Promise<void> => {
    const assignment = current;
    // kafkajs does not repeat a join that failed after SyncGroup: it would go on fetching what it owned before.
    if (assignment === undefined && !ended) return group.joinAndSync();
    if (assignment?.isOpen !== true) return within(assignment?.opened ?? pause(CLOSED_PAUSE_MS), CLOSED_PAUSE_MS);
    const batches = await fetchPatiently({ ...options, group, assignment }, fetch);
    if (assignment !== current) return;
    for (const batch of batches) assignment.take(batch);
    options.onFetched();
  };

  return {
    hooks: {
      join: (group, join) => {
        const joined = rejoin(group, join);
        joining = joined.catch(() => undefined);
        return joined;
      },
      fetch: fetchAndTake,
      outOfRange: (place) => options.onFatal(outOfRange({ ...place, why: 'a fetch began outside what it retains' })),
    },
    assignment: () => current,
    claims: () => claims,
    succession: () => ({ claims, memberId: member.memberId }),
    settled: () => joining,
    end: async (how) => {
      ended = true;
      await release(how);
    },
  };
};

interface Fetching extends Pick<MembershipOptions, 'patience' | 'throttle'> {
  readonly group: ConsumerGroup;
  readonly assignment: OwnedAssignment;
}

/** Fetches, and waits for records as long as it is worth. */
const fetchPatiently = async (
  { group, assignment, patience, throttle }: Fetching,
  fetch: () => Promise<readonly Batch[]>,
): Promise<readonly Batch[]> => {
  if (throttle.held || assignment.work.inFlight() > 0) patience.stir();
  group.maxWaitTime = patience.waitMs();
  const batches = await fetchThroughOutage(group, fetch);
  if (batches.some(({ rawMessages }) => rawMessages.length > 0)) patience.stir();
  return batches;
};

/** Reads the positions while heartbeats go on, and makes kafkajs begin there. */
const findStarts = async (group: ConsumerGroup, options: MembershipOptions): Promise<readonly TopicStart[]> => {
  const reading = readPatiently(group);
  const outcome = await waitBeating(reading, beatOf(group), POSITIONS_WITHIN_MS);
  if (outcome !== 'done') throw new kafkajs.KafkaJSError('reading the offsets of the group took too long');
  const starts = startsOf(await reading, options);
  for (const { topic, partition, offset } of starts) {
    const offsets = group.offsetManager.committedOffsets();
    (offsets[options.prefix + topic] ??= {})[partition] = String(offset);
  }
  return starts;
};

/** A topic that is new, or whose leader has just moved, is not known everywhere at once: that passes. */
const readPatiently = async (group: ConsumerGroup): Promise<readonly CommittedPosition[]> => {
  const untilMs = Date.now() + POSITIONS_WITHIN_MS;
  for (;;) {
    try {
      return await readPositions(group);
    } catch (error) {
      const mayPass = error instanceof kafkajs.KafkaJSError && error.retriable;
      if (!mayPass || Date.now() >= untilMs) throw error;
      await pause(POSITIONS_AGAIN_MS);
      await group.cluster.refreshMetadata().catch(() => undefined);
    }
  }
};

const startsOf = (
  positions: readonly CommittedPosition[],
  { prefix, onFatal }: MembershipOptions,
): readonly TopicStart[] => {
  try {
    return positions.map((position) => ({ ...startAt(position), topic: position.topic.slice(prefix.length) }));
  } catch (error) {
    // kafkajs would take it for something that may pass.
    if (error instanceof Error) onFatal(error);
    throw new kafkajs.KafkaJSNonRetriableError(error instanceof Error ? error : String(error));
  }
};

const claimsOf = (group: ConsumerGroup, topics: readonly string[]): Claims => {
  const assigned = group
    .assigned()
    .flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
  const byPartition = [...Map.groupBy(assigned, ({ partition }) => partition)];
  const numbers = (whole: boolean): number[] =>
    byPartition.filter(([, own]) => (own.length === topics.length) === whole).map(([partition]) => partition);
  return { owned: numbers(true), shared: numbers(false), generation: group.generationId };
};
