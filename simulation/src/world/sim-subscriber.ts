import { waitBy } from '@troupe/contracts';
import type { Assignment, Subscriber, SubscriberOptions } from '@troupe/messaging';
import type { Logger } from 'pino';
import type { Mutation } from '../mutation.ts';
import { beginAssignment, releaseAssignment, type MemberOptions, type SimAssignment } from './sim-assignment.ts';
import type { SimBroker } from './sim-broker.ts';
import type { Joined } from './sim-group.ts';
import type { SimProcess } from './sim-process.ts';

/** What a subscriber is made of. */
export interface SimSubscriberOptions extends Pick<
  SubscriberOptions,
  'group' | 'topics' | 'handle' | 'onAssigned' | 'onRevoked'
> {
  readonly process: SimProcess;
  readonly broker: SimBroker;
  readonly log: Logger;
  readonly without: Mutation | undefined;
  /** Told when a handler threw although nobody had asked it to give up. */
  readonly onCrash: (error: unknown) => void;
}

/** What the delivery of an agent asks of its subscriber. */
export interface SimSubscriber extends Pick<Subscriber, 'assignment' | 'caughtUp'> {
  start(): void;
  /** Drains, commits and leaves. */
  stop(): Promise<void>;
}

const AGAIN_AFTER_MS = 300;

/** Joins as the member that this process was, or as a new one; again until the broker answers. */
const join = async (
  { process, broker, topics, group: name }: SimSubscriberOptions,
  held: SimAssignment | undefined,
  memberId: string | undefined,
): Promise<Joined> => {
  const owned = held?.work.partitions ?? [];
  const claims = { topics, owned, shared: [], generation: held?.joined.generation ?? 0 };
  for (;;)
    try {
      return await process.call('group', () => {
        broker.refuseWhileAway();
        return broker.group(name).join(claims, memberId);
      });
    } catch {
      await waitBy(process.timing)(AGAIN_AFTER_MS);
    }
};

/** A member of a simulated group: the queues, watermarks and commits are the real ones. */
export const createSimSubscriber = (options: SimSubscriberOptions): SimSubscriber => {
  const { process, broker, topics } = options;
  const member: MemberOptions = { ...options, memberId: () => memberId };
  const stopped = Promise.withResolvers<undefined>();
  const stopping = new AbortController();
  let memberId: string | undefined;
  let held: SimAssignment | undefined;

  const hold = async (): Promise<void> => {
    const joined = await join(options, held, memberId);
    memberId = joined.memberId;
    const assignment = await beginAssignment(joined, member);
    held = assignment;
    if (stopping.signal.aborted) assignment.over.resolve('stopping');
    const end = await assignment.over.promise;
    if (end === 'lost') memberId = undefined;
    await releaseAssignment(assignment, end, member);
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) await hold();
    const leaving = memberId;
    if (leaving !== undefined) await process.call('group', () => broker.group(options.group).leave(leaving));
    stopped.resolve(undefined);
  };

  return {
    start: () => void run(),
    stop: async () => {
      stopping.abort();
      held?.over.resolve('stopping');
      await stopped.promise;
    },
    assignment: (): Assignment => ({ epoch: held?.joined.generation ?? 0, partitions: held?.work.partitions ?? [] }),
    caughtUp: async (partition, signal) => {
      const work = held?.work;
      if (work?.partitions.includes(partition) !== true) return false;
      const read = () => new Map(topics.map((topic) => [topic, broker.log.end(topic, partition)]));
      return work.reached(partition, await process.call('offsets', read), signal);
    },
  };
};
