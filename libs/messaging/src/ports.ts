import type { EventDefinition } from '@troupe/contracts';

/** A record to be written. The publisher derives its partition from the key (murmur2) and adds the topic prefix. */
export interface OutgoingRecord {
  /** The logical topic: an event type, or `<agent>.dead`. Never prefixed. */
  readonly topic: string;
  /** The conversation id. */
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A record as it was read. */
export interface IncomingRecord {
  /** The logical topic, without prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** The conversation id; null where somebody wrote a record without a key. */
  readonly key: string | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** When the broker appended it (milliseconds since 1970 UTC): the clock that deadlines are judged by. */
  readonly appendedMs: number;
}

/** Writes records. Everything waiting is coalesced into one request; one request is in flight at a time. */
export interface Publisher {
  /**
   * Resolves once every record is written to its partition and acknowledged by all in-sync replicas: what an answer
   * does not name is sent again. Records of one call keep their order within a partition, and calls keep theirs.
   * Tries for as long as `retryForMs` of the adapter, then throws TroupeError KAFKA_UNAVAILABLE; a record may then have
   * been written all the same.
   */
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /** Records that were given and are not acknowledged yet. */
  waiting(): number;
  /** Whether the last attempt to reach Kafka succeeded. */
  ready(): boolean;
  /** Waits for what is in flight, refuses what comes later. Idempotent. */
  close(): Promise<void>;
}

/** What a handler is told about the work that it was given. */
export interface Task {
  /** The assignment that the record came with; it grows at every rebalance of this instance. */
  readonly epoch: number;
  /** Aborted when the partition is handed over or the process stops and the drain limit has passed. */
  readonly signal: AbortSignal;
  /** Whether this instance still owns the record's partition. Once false it stays false. */
  isCurrent(): boolean;
}

/** Bounds on what one instance holds of one partition number, over all topics. */
export interface SubscriberBounds {
  /** Records in flight or queued per partition before it pauses. Default 1,000. */
  readonly records: number;
  /** Bytes of values in flight or queued per partition before it pauses. Default 8 MiB. */
  readonly bytes: number;
  /** Offsets between the low watermark and the newest record taken, per topic and partition. Default 2,000. */
  readonly watermarkGap: number;
}

/** What a subscriber is made of. */
export interface SubscriberOptions {
  /** The consumer group, without prefix. */
  readonly group: string;
  /** Logical topics. */
  readonly topics: readonly string[];
  /**
   * Handles one record. Records of one conversation come one after the other, over all topics; conversations run side by
   * side. Resolving means that the record is dealt with for good and its offset may be committed. It shall not throw: a throw
   * while the task is current stops the subscriber (state 'crashed'), because going on would lose the record.
   */
  handle(record: IncomingRecord, task: Task): Promise<void>;
  /**
   * Whether records of one conversation are handled one after the other. False for whoever comes to the same result whatever
   * the order, such as a fold: records that belong together can then share what handling them costs. Default true.
   */
  readonly ordered?: boolean;
  /** Awaited after partitions were gained and before any record of them is handled (the relay sweeps here). */
  onAssigned?(partitions: readonly number[], epoch: number): Promise<void>;
  /** Called after the drain, when partitions are no longer owned. */
  onRevoked?(partitions: readonly number[], epoch: number): Promise<void>;
  readonly bounds?: Partial<SubscriberBounds>;
  /** How long a drain waits for work in flight before it aborts it. Default 10,000 ms. */
  readonly drainMs?: number;
  /** How long Kafka waits for a silent instance. Default 8,000 ms. */
  readonly sessionTimeoutMs?: number;
}

/** 'starting' until the first assignment; 'crashed' is final and means that the process should end. */
export type SubscriberState = 'starting' | 'running' | 'rebalancing' | 'stopped' | 'crashed';

/** Partition numbers owned by this instance, for every topic that it subscribes to, since `epoch`. */
export interface Assignment {
  readonly epoch: number;
  readonly partitions: readonly number[];
}

/** How far one partition of one topic has come in this instance. Offsets are plain numbers here: they are for counting. */
export interface LaneStanding {
  readonly topic: string;
  readonly partition: number;
  /** Below it everything is dealt with. */
  readonly low: number;
  /** The next offset to be taken. */
  readonly position: number;
  /** Where the log ends, as Kafka last said. */
  readonly end: number;
  /** When Kafka said so, in milliseconds since 1970 UTC. */
  readonly toldMs: number;
  /** Whether it is not read on, because of a bound or because of `pause`. */
  readonly paused: boolean;
}

/** What one instance holds of one partition number, over all topics. */
export interface PartitionStanding {
  readonly partition: number;
  /** Records in flight or queued. */
  readonly records: number;
  /** Of their values. */
  readonly bytes: number;
  /** Handlers under way. */
  readonly running: number;
  /** Records dealt with since the assignment began. */
  readonly dealt: number;
}

/** Where an instance stands: what it owns, how far it is, what it holds, and what bounds it. */
export interface Standing {
  readonly epoch: number;
  readonly lanes: readonly LaneStanding[];
  readonly partitions: readonly PartitionStanding[];
  readonly bounds: SubscriberBounds;
  /** Handlers under way at most. */
  readonly concurrency: number;
}

/** Reads topics as a member of a consumer group, with its own queues, watermark and commits. */
export interface Subscriber {
  /** Joins the group. Resolves when the first assignment has been received (it may be empty). */
  start(): Promise<void>;
  /** Drains, then goes on with another set of topics in the same process. */
  resubscribe(topics: readonly string[]): Promise<void>;
  state(): SubscriberState;
  assignment(): Assignment;
  /** Why the state is 'crashed'. */
  failure(): Error | undefined;
  /** Per topic: the offset below which every record of this partition has been dealt with. Empty when not owned. */
  watermarks(partition: number): ReadonlyMap<string, bigint>;
  /**
   * Reads the end offsets of every subscribed topic in this partition now, and resolves to true once the watermarks
   * have reached them; to false when the partition is lost or `signal` aborts first. This is how deadlines are judged in log time.
   */
  caughtUp(partition: number, signal?: AbortSignal): Promise<boolean>;
  /** Records in flight or queued, over all partitions. */
  inFlight(): number;
  /** What is known now, without asking Kafka: every fetch tells where the log ends. */
  standing(): Standing;
  /**
   * Asks Kafka where the log ends for what no fetch has told of for `olderThanMs`, as of what is paused. Resolves to whether
   * all is known now: false when Kafka did not answer.
   */
  refreshEnds(olderThanMs: number): Promise<boolean>;
  /** Takes nothing more from the log until `resume`; what was taken is dealt with. It stays a member of its group. Also before `start`. */
  pause(): void;
  resume(): void;
  /** Begins no handler while so many are under way; 0 begins none. Default 512. Also before `start`. */
  limit(concurrency: number): void;
  /** Stops fetching, drains, commits and leaves the group. Idempotent. */
  stop(): Promise<void>;
}

/** A topic as it shall be. */
export interface TopicSpec {
  /** The logical topic. */
  readonly topic: string;
  /** How long the log keeps records. Default 30 days; -1 keeps them for ever. */
  readonly retentionMs?: number;
  /** Default 'delete'. With 'compact,delete' the last record of each key is kept, for no longer than the retention. */
  readonly cleanup?: 'delete' | 'compact' | 'compact,delete';
  /** The largest record, headers included, in bytes. Default: what the brokers are set to, 1 MiB unless changed. */
  readonly largestRecord?: number;
}

/** One thing that differs between the topics wanted and those that exist. */
export interface TopicDifference {
  readonly topic: string;
  readonly kind: 'missing' | 'partitions' | 'config';
  /** What is wrong, in words. */
  readonly message: string;
  /** Whether `apply` can mend it: never for a number of partitions. */
  readonly mendable: boolean;
}

/** Topics as code. */
export interface Topics {
  diff(specs: readonly TopicSpec[]): Promise<readonly TopicDifference[]>;
  /** Creates what is missing and alters configuration. @throws TroupeError TOPIC_MISMATCH where partitions differ. */
  apply(specs: readonly TopicSpec[]): Promise<readonly TopicDifference[]>;
  /**
   * How long a record of any of these topics can be read again after it was appended, in milliseconds; infinite where one
   * deletes nothing. @throws TroupeError TOPIC_MISMATCH where one does not exist or may not be looked at
   */
  readableForMs(topics: readonly string[]): Promise<number>;
}

/** What one partition of a topic holds now. */
export interface HeldOffsets {
  /** The first offset that is retained. */
  readonly from: bigint;
  /** The offset that the next record will get. */
  readonly to: bigint;
}

/** A stretch of one partition: offsets from `from` up to, but not including, `to`. */
export interface LogStretch extends HeldOffsets {
  /** The logical topic. */
  readonly topic: string;
  readonly partition: number;
}

/** Looks at the log itself, as a member of no group: nothing is committed, and nobody is assigned anything. */
export interface LogReader {
  /**
   * What every partition of a topic holds: everything that was acknowledged before the call lies below `to`.
   * @throws TroupeError KAFKA_UNAVAILABLE · TOPIC_MISMATCH: there is no such topic, or this account may not read it
   */
  held(topic: string): Promise<ReadonlyMap<number, HeldOffsets>>;
  /**
   * The records of a stretch in their order. Ends at `to`, which shall lie within what `held` said.
   * @throws TroupeError KAFKA_UNAVAILABLE · OFFSET_OUT_OF_RANGE: `from` is not retained any more · TOPIC_MISMATCH
   */
  read(stretch: LogStretch): AsyncIterable<IncomingRecord>;
}

/** What is followed. */
export interface TailOptions {
  /** Logical topics. One that does not exist counts as empty until it does. */
  readonly topics: readonly string[];
  /** Default: all. */
  readonly partitions?: readonly number[];
  /** Told of every record that is retained and every one that comes, in the order of each partition. It shall not throw. */
  onRecord(record: IncomingRecord): void;
}

/**
 * Follows topics as a member of no group: whoever follows gets every record, nothing is committed, and nothing remains
 * behind. For topics that say how things are, such as who is there. It waits for a broker that is away.
 */
export interface Tail {
  /** Resolves once all that there was has been given. */
  start(): Promise<void>;
  /** Idempotent. */
  stop(): Promise<void>;
}

/** One connection to a log: Kafka, or its in-memory twin. */
export interface Messaging {
  /** The one number of partitions that every topic of this environment has. */
  readonly partitions: number;
  publisher(): Promise<Publisher>;
  subscriber(options: SubscriberOptions): Subscriber;
  topics(): Topics;
  reader(): LogReader;
  tail(options: TailOptions): Tail;
  /** Whether the log can be reached now. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

/** Turns data into bytes in the Confluent wire format and back. */
export interface Codec {
  /** Validates and encodes. @throws TroupeError EVENT_INVALID (names the field) · SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE */
  encode<Data>(definition: EventDefinition<string, Data>, data: Data): Promise<Buffer>;
  /** Decodes to the reader's schema. @throws TroupeError BYTES_UNDECODABLE · SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE */
  decode<Data>(definition: EventDefinition<string, Data>, value: Buffer | null): Promise<Data>;
  /** Fetches the ids of these definitions now, so that the first event pays no round trip and a missing one shows at start. */
  warm(definitions: readonly EventDefinition[]): Promise<void>;
  /** Whether the registry answers now. */
  ready(): Promise<boolean>;
  /**
   * What may stand for a value in a log that is kept for ever: what it claims is kept as long, and a value of more than `most`
   * bytes is claimed. The value as it is where that cannot be. Only where large values are claimed.
   * @throws TroupeError DATABASE_UNAVAILABLE
   */
  outlast?(value: Buffer | null, most: number): Promise<Buffer | null>;
}
