import { ensureError } from '@troupe/contracts';
import type { Assignment, Standing, Subscriber, SubscriberOptions, SubscriberState } from '../ports.ts';
import { createAssignedWork, type AssignedWork } from '../queues/assigned-work.ts';
import { DEFAULT_SUBSCRIBER_BOUNDS } from '../queues/partition-load.ts';
import { createThrottle, type Throttle } from '../queues/throttle.ts';
import { createMemoryFeed, type MemoryFeed } from './memory-feed.ts';
import type { GroupMember, MemberAssignment, MemoryGroup } from './memory-group.ts';
import type { MemoryLog } from './memory-log.ts';

/** What a subscriber in memory works with. */
export interface MemorySubscriberOptions {
  readonly log: MemoryLog;
  readonly group: MemoryGroup;
  readonly options: SubscriberOptions;
}

const DEFAULT_DRAIN_MS = 10_000;
/** How long work that was aborted may take to end. */
const ABORT_GRACE_MS = 1_000;
const COMMIT_EVERY_MS = 500;

interface Owned {
  readonly work: AssignedWork;
  readonly feed: MemoryFeed;
}

/** A member of a group in memory: the same queues, watermarks and bounds as on Kafka, fed from a log in memory. */
export class MemorySubscriber implements Subscriber, GroupMember {
  readonly #log: MemoryLog;
  readonly #group: MemoryGroup;
  readonly #options: SubscriberOptions;
  readonly #throttle: Throttle = createThrottle();
  #topics: readonly string[];
  #state: SubscriberState = 'starting';
  #epoch = 0;
  #owned: Owned | undefined;
  #failure: Error | undefined;
  #stopping: Promise<void> | undefined;
  #stopCommitting = (): void => undefined;
  #stopListening = (): void => undefined;

  constructor({ log, group, options }: MemorySubscriberOptions) {
    this.#log = log;
    this.#group = group;
    this.#options = options;
    this.#topics = options.topics;
  }

  claims(): ReturnType<GroupMember['claims']> {
    const work = this.#owned?.work;
    const hasAll = (partition: number): boolean => work?.watermarks(partition).size === this.#topics.length;
    const partitions = work?.partitions ?? [];
    return {
      topics: this.#topics,
      owned: partitions.filter(hasAll),
      shared: partitions.filter((partition) => !hasAll(partition)),
    };
  }

  async start(): Promise<void> {
    const timer = setInterval(() => this.#commit(), COMMIT_EVERY_MS).unref();
    this.#stopCommitting = () => clearInterval(timer);
    this.#stopListening = this.#log.onAppend((_topic, partition) => this.#feed(partition));
    await this.#group.join(this);
    if (this.#failure !== undefined) throw this.#failure;
  }

  async resubscribe(topics: readonly string[]): Promise<void> {
    this.#topics = topics;
    await this.#group.rebalance();
    if (this.#failure !== undefined) throw this.#failure;
  }

  async assign(assignment: MemberAssignment, epoch: number): Promise<void> {
    if (this.#isOver() || this.#stopping !== undefined) return;
    this.#epoch = epoch;
    const owned = this.#own(assignment, epoch);
    this.#owned = owned;
    await this.#tell(this.#options.onAssigned, owned.work);
    if (this.#isOver() || this.#owned !== owned) return;
    this.#state = 'running';
    owned.work.throttled();
    for (const partition of owned.work.partitions) owned.feed.feed(partition);
  }

  async revoke(): Promise<void> {
    const owned = this.#owned;
    if (owned === undefined) return;
    this.#state = 'rebalancing';
    await drain(owned.work, this.#options.drainMs ?? DEFAULT_DRAIN_MS);
    // The group may ask for it while the subscriber stops: the first one through has done it for both.
    if (this.#isOver() || this.#owned !== owned) return;
    this.#commit();
    this.#owned = undefined;
    owned.work.end();
    await this.#tell(this.#options.onRevoked, owned.work);
  }

  state(): SubscriberState {
    return this.#state;
  }

  assignment(): Assignment {
    return { epoch: this.#epoch, partitions: this.#owned?.work.partitions ?? [] };
  }

  failure(): Error | undefined {
    return this.#failure;
  }

  watermarks(partition: number): ReadonlyMap<string, bigint> {
    return this.#owned?.work.watermarks(partition) ?? new Map<string, bigint>();
  }

  async caughtUp(partition: number, signal?: AbortSignal): Promise<boolean> {
    const work = this.#owned?.work;
    if (work?.partitions.includes(partition) !== true) return false;
    const topics = [...work.watermarks(partition).keys()];
    return work.reached(partition, new Map(topics.map((topic) => [topic, this.#log.end(topic, partition)])), signal);
  }

  inFlight(): number {
    return this.#owned?.work.inFlight() ?? 0;
  }

  standing(): Standing {
    this.#tellEnds();
    const bounds = { ...DEFAULT_SUBSCRIBER_BOUNDS, ...this.#options.bounds };
    const nowhere = { epoch: this.#epoch, lanes: [], partitions: [], bounds, concurrency: this.#throttle.concurrency };
    return this.#owned?.work.standing() ?? nowhere;
  }

  refreshEnds(): Promise<boolean> {
    return Promise.resolve(true);
  }

  pause(): void {
    this.#change({ held: true });
  }

  resume(): void {
    this.#change({ held: false });
  }

  limit(concurrency: number): void {
    this.#change({ concurrency });
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stop());
  }

  /** Ends as a killed process does: without a drain and without a commit. */
  crash(): void {
    if (!this.#isOver()) this.#end('stopped');
  }

  async #stop(): Promise<void> {
    if (this.#isOver()) return;
    await this.revoke();
    if (!this.#isOver()) this.#end('stopped');
  }

  #change(throttle: Partial<Throttle>): void {
    Object.assign(this.#throttle, throttle);
    this.#owned?.work.throttled();
  }

  /** The log is at hand: what a fetch would tell is known at any time. */
  #tellEnds(): void {
    const work = this.#owned?.work;
    for (const { topic, partition } of work?.progress() ?? [])
      work?.told({ topic, partition }, this.#log.end(topic, partition), Date.now());
  }

  #fail(error: unknown): void {
    if (this.#isOver()) return;
    this.#failure = ensureError(error);
    this.#commit();
    this.#end('crashed');
  }

  #end(state: 'stopped' | 'crashed'): void {
    this.#state = state;
    this.#stopCommitting();
    this.#stopListening();
    this.#owned?.work.close();
    this.#owned?.work.end();
    this.#owned?.work.abort();
    this.#owned = undefined;
    this.#group.leave(this);
  }

  #isOver(): boolean {
    return this.#state === 'stopped' || this.#state === 'crashed';
  }

  #feed(partition: number): void {
    if (this.#state === 'running') this.#owned?.feed.feed(partition);
  }

  #commit(): void {
    for (const { topic, partition, watermark } of this.#owned?.work.progress() ?? [])
      this.#group.commit({ topic, partition, offset: watermark.low, completed: watermark.completed() });
  }

  #own(assignment: MemberAssignment, epoch: number): Owned {
    const starts = [...assignment].flatMap(([topic, partitions]) =>
      partitions.map((partition) => this.#group.committed(topic, partition)),
    );
    const feed = createMemoryFeed(this.#log, starts, () => work);
    const work = createAssignedWork({
      epoch,
      starts,
      bounds: { ...DEFAULT_SUBSCRIBER_BOUNDS, ...this.#options.bounds },
      throttle: this.#throttle,
      handle: this.#options.handle,
      ordered: this.#options.ordered ?? true,
      onPause: (topic, partition, paused) => {
        feed.pause(topic, partition, paused);
        if (!paused) this.#feed(partition);
      },
      onProgress: () => undefined,
      onThrow: (_record, error) => this.#fail(error),
    });
    return { work, feed };
  }

  async #tell(listener: SubscriberOptions['onAssigned'], { partitions, epoch }: AssignedWork): Promise<void> {
    try {
      if (partitions.length > 0) await listener?.(partitions, epoch);
    } catch (error) {
      this.#fail(error);
    }
  }
}

/** Starts nothing more, waits for what is under way, and asks it to give up when it takes too long. */
const drain = async (work: AssignedWork, drainMs: number): Promise<void> => {
  work.close();
  const { promise: tooLong, resolve: giveUp } = Promise.withResolvers<undefined>();
  const limits = [
    setTimeout(() => work.abort(), drainMs),
    setTimeout(() => giveUp(undefined), drainMs + ABORT_GRACE_MS),
  ];
  await Promise.race([work.idle(), tooLong]);
  for (const limit of limits) clearTimeout(limit);
};
