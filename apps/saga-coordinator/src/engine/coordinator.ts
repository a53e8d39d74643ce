import {
  createDecisionStore,
  createGroupCommit,
  createOutages,
  createRelay,
  keepDaysOf,
  type DecisionStore,
  type StoredDecision,
} from '@troupe/agent-sdk';
import { systemTiming, type Timing } from '@troupe/contracts';
import type { Database } from '@troupe/database';
import type { Codec, IncomingRecord, Publisher, Task } from '@troupe/messaging';
import type { Metrics, Tracing } from '@troupe/observability';
import type { Logger } from 'pino';
import { createHolds } from './holds.ts';
import { createIntake } from './intake.ts';
import { createSagaBatches } from './saga-batches.ts';
import type { Participants } from '../participants/participants.ts';
import type { SagaCatalogue } from './saga-catalogue.ts';
import { postgresSagaStore } from './saga-store.postgres.ts';
import type { SagaStore } from './saga-store.ts';
import type { CoordinatorTables } from './tables.ts';
import { createTimerWatch } from './timer-watch.ts';
import { createHousekeeping } from './upkeep.ts';

/** What a coordinator needs of the world. */
export interface CoordinatorOptions {
  readonly catalogue: SagaCatalogue;
  /** The coordinator's own schema, migrated. */
  readonly database: Pick<Database<CoordinatorTables>, 'db'>;
  readonly codec: Codec;
  readonly publisher: Pick<Publisher, 'publish'>;
  /** The partitions that this process owns now. */
  readonly partitions: () => readonly number[];
  /** See `Subscriber.caughtUp`; also false when not all is read yet that sagas wait for which started up to `untilMs`. */
  readonly caughtUp: (partition: number, signal: AbortSignal, untilMs: number) => Promise<boolean>;
  /** Rows that say who takes part; the catalogue has what they wait for. Default: none. */
  readonly participants?: Pick<Participants, 'upTo'>;
  /** How long what is consumed can be read again, in milliseconds: see `Topics.readableForMs`. Default: for ever. */
  readonly readableForMs?: () => Promise<number>;
  readonly log: Logger;
  /** Where decisions are kept. Default: the tables of that schema. */
  readonly store?: DecisionStore;
  /** Where instances are kept. Default: the tables of that schema. */
  readonly sagas?: SagaStore;
  /** Default: the clocks and timers of the process. */
  readonly timing?: Timing;
  /** Milliseconds since 1970 UTC. Default: that of `timing`. */
  readonly clock?: () => number;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing;
}

/** The sagas between a subscriber and a publisher. */
export interface Coordinator {
  /** Deals with one record for good; rejects only when its partition was handed over. */
  handle(record: IncomingRecord, task: Task): Promise<void>;
  /** To be awaited when partitions were gained: publishes what was decided and not delivered, then watches their timers. */
  gained(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  /** To be called when partitions are no longer owned. */
  lost(partitions: readonly number[]): void;
  /** Makes room and forgets. To be called at start and hourly. */
  maintain(): Promise<void>;
  /** Begins to publish decisions that were committed outside of a fold; what is left undone the owners of the partitions do. */
  handOver(decisions: readonly StoredDecision[]): void;
  /** What records wait for. */
  outages(): readonly string[];
  /** Gives up what is under way; it comes again. Idempotent. */
  close(): Promise<void>;
}

/** Puts intake, batches, timers and relay together. */
export const createCoordinator = (options: CoordinatorOptions): Coordinator => {
  const { catalogue, database, codec, publisher, partitions, caughtUp, log, metrics, tracing } = options;
  const { sagas = postgresSagaStore, timing = systemTiming, clock = timing.now } = options;
  const measured = { ...(metrics && { metrics }), ...(tracing && { tracing }) };
  const reading = { catalogue, codec, clock, timing, ...measured };
  const joined = { ...(options.participants && { participants: options.participants }) };
  const { store = createDecisionStore(database) } = options;
  const relay = createRelay({ store, publisher, partitions, log, timing, ...measured });
  const commit = createGroupCommit({ database, store, lanes: 1, timing, ...(tracing && { tracing }) });
  const batches = createSagaBatches({ database, store, sagas, ...reading, ...joined });
  const outages = createOutages({ log, ...(metrics && { serverUp: metrics.serverUp }) });
  const housekeeping = createHousekeeping(database.db, store);
  const holds = createHolds({ outages, log, ...measured });
  const timers = createTimerWatch({ db: database.db, sagas, batches, relay, partitions, caughtUp, holds, log, timing });
  const closing = new AbortController();
  const onDeadline = (dueMs: number): void => timers.expect(dueMs);
  return {
    handle: createIntake({
      ...reading,
      ...{ batches, commit, relay, outages, holds, log, onDeadline },
      // What a row is about is known before its events are looked at.
      prepare: async (record) => void (await options.participants?.upTo(record.appendedMs, database.db)),
    }),
    gained: async (gained, signal) => {
      await relay.sweep(gained, signal);
      timers.wake();
    },
    lost: (partitions) => holds.release(partitions),
    maintain: async () => {
      const orphaned = await housekeeping.round({ nowMs: clock(), keepDays: await keepDaysOf(options) });
      if (orphaned > 0) log.warn({ orphaned }, 'forgot facts of conversations whose start never came');
    },
    handOver: (decisions) => {
      // Given up only when the relay closes: they stay in the store.
      relay.deliver(decisions, closing.signal).catch(() => undefined);
    },
    outages: () => outages.current(),
    close: async () => {
      closing.abort();
      await timers.stop();
      await commit.close();
      await relay.close();
    },
  };
};
