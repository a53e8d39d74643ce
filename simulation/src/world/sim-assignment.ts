import { repeatBy } from '@troupe/contracts';
import {
  createAssignedWork,
  createCommits,
  DEFAULT_SUBSCRIBER_BOUNDS,
  type AssignedWork,
  type Commits,
  type TopicStart,
} from '@troupe/messaging/parts';
import type { Mutation } from '../mutation.ts';
import { feedFrom } from './sim-feed.ts';
import type { Beat, Joined } from './sim-group.ts';
import type { SimProcess } from './sim-process.ts';
import type { SimSubscriberOptions } from './sim-subscriber.ts';

/** Why an assignment is over. */
export type End = Exclude<Beat, 'held'> | 'stopping';

/** What one member owns in one generation. */
export interface SimAssignment {
  readonly joined: Joined;
  readonly work: AssignedWork;
  readonly commits: Commits;
  readonly over: PromiseWithResolvers<End>;
}

/** What an assignment needs to know of the member that holds it. */
export interface MemberOptions extends SimSubscriberOptions {
  /** The member that this process is now, which may have joined again since. */
  readonly memberId: () => string | undefined;
}

const HEARTBEAT_MS = 300;
const DRAIN_MS = 800;
const ABORT_GRACE_MS = 200;

/** Commits what is done; where the watermark was taken out, whatever was read. */
const progressOf = (work: AssignedWork, without: Mutation | undefined) => () =>
  without === 'watermark'
    ? work.progress().map((each) => ({
        ...each,
        watermark: { ...each.watermark, low: each.watermark.position, completed: () => [] },
      }))
    : work.progress();

/** Commits as the member of this generation; where the epoch was taken out, as whoever this process is by now. */
const commitsOf = (joined: Joined, work: AssignedWork, options: MemberOptions): Commits => {
  const { process, broker, log, without, group: name, memberId } = options;
  const group = broker.group(name);
  const identity = (): Pick<Joined, 'memberId' | 'generation'> => {
    if (without !== 'epoch') return joined;
    const current = memberId() ?? joined.memberId;
    return { memberId: current, generation: group.generationOf(current) ?? joined.generation };
  };
  return createCommits({
    offsets: {
      commitOffsets: ({ topics }) =>
        process.call('offsets', () => {
          broker.refuseWhileAway();
          group.commit({ ...identity(), topics });
        }),
    },
    progress: progressOf(work, without),
    prefix: '',
    logger: log,
    timing: process.timing,
  });
};

const readStarts = ({ process, broker, group: name }: MemberOptions, { assignment }: Joined) =>
  // Read in one request: nobody commits between the parts of it.
  process.call('offsets', (): readonly TopicStart[] =>
    [...assignment].flatMap(([topic, own]) => own.map((partition) => broker.group(name).start(topic, partition))),
  );

const beatUntilOver = ({ joined, over }: SimAssignment, { process, broker, group: name }: MemberOptions): void => {
  // There and back in one: heartbeats are many, and nothing waits for them.
  const beat = (): void => {
    const answer = broker.isAway() ? 'held' : broker.group(name).beat(joined.memberId, joined.generation);
    if (answer !== 'held') over.resolve(answer);
  };
  void over.promise.then(repeatBy(process.timing)(HEARTBEAT_MS, beat));
};

/** Takes over what a member was given: its records are read once `onAssigned` is through. */
export const beginAssignment = async (joined: Joined, options: MemberOptions): Promise<SimAssignment> => {
  const { process, broker, handle, onAssigned, onCrash } = options;
  const starts = await readStarts(options, joined);
  const feed = feedFrom({ process, broker, starts, work: () => work });
  const work = createAssignedWork({
    epoch: joined.generation,
    starts,
    bounds: DEFAULT_SUBSCRIBER_BOUNDS,
    handle,
    onPause: feed.pause,
    onProgress: () => commits.soon(),
    onThrow: (_record, error) => onCrash(error),
  });
  const commits = commitsOf(joined, work, options);
  const assignment = { joined, work, commits, over: Promise.withResolvers<End>() };
  beatUntilOver(assignment, options);
  void assignment.over.promise.then(feed.end);
  void (onAssigned?.(work.partitions, joined.generation) ?? Promise.resolve()).then(feed.open, () => undefined);
  return assignment;
};

/** Waits for something, but no longer than so many milliseconds. */
const within = async (process: SimProcess, ms: number, work: Promise<unknown>): Promise<boolean> => {
  const limit = Promise.withResolvers<boolean>();
  const callOff = process.timing.after(ms, () => limit.resolve(false));
  const isDone = await Promise.race([work.then(() => true), limit.promise]);
  callOff();
  return isDone;
};

/** Gives up what is owned. Where the epoch was taken out, what is under way knows nothing of it. */
export const releaseAssignment = async (
  { joined, work, commits }: SimAssignment,
  end: End,
  { process, without, onRevoked }: MemberOptions,
): Promise<void> => {
  work.close();
  await onRevoked?.(work.partitions, joined.generation);
  if (without === 'epoch') return;
  // A member that was thrown out has nothing to wait for: others own its partitions by now.
  const isDrained = end !== 'lost' && (await within(process, DRAIN_MS, work.idle()));
  if (!isDrained) work.abort();
  if (end === 'lost') commits.end();
  else {
    await within(process, ABORT_GRACE_MS, work.idle());
    await within(process, DRAIN_MS, commits.last());
  }
  work.end();
};
