import {
  createBatcher,
  deadLetterOf,
  GaveUp,
  identify,
  readEvent,
  withAttempts,
  type AttemptOptions,
  type Outages,
} from '@troupe/agent-sdk';
import { EVENT_TYPES, TroupeError, type EventDefinition, type TraceContext } from '@troupe/contracts';
import type { LedgerTables } from '@troupe/ledger-reader';
import { traceIn, type Codec, type IncomingRecord, type Publisher, type Task } from '@troupe/messaging';
import { inSpan, openBatchSpan, openProcessSpan, type Tracing } from '@troupe/observability';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import { entryOf, type Entry } from './entry.ts';
import { appendBatch } from './ledger-store.ts';

/** What the projection needs of the world. */
export interface ProjectionOptions {
  /** The service's name, which its dead letters carry. */
  readonly name: string;
  readonly db: Kysely<LedgerTables>;
  readonly codec: Codec;
  readonly publisher: Pick<Publisher, 'publish'>;
  readonly outages: Outages;
  readonly log: Logger;
  readonly tracing?: Tracing;
}

/** Deals with one record for good; rejects only when its partition was handed over. */
export type Projection = (record: IncomingRecord, task: Task) => Promise<void>;

const MAX_BATCH = 500;
const ONCE = { attempts: 1, initialMs: 1, maxMs: 1 };
/** Waiting for a server that is away costs no attempt. */
const A_FEW = { attempts: 5, initialMs: 50, maxMs: 1_000 };
/** For what must succeed before a record can be left: without its dead letter it would be lost. */
const UNTIL_DONE = { attempts: Number.POSITIVE_INFINITY, initialMs: 100, maxMs: 10_000 };

/** An entry and the span that waits for it. */
interface Item {
  readonly entry: Entry;
  readonly trace: TraceContext;
}

const appendTogether = (items: readonly Item[], { db, tracing }: ProjectionOptions) => {
  const traces = items.map(({ trace }) => trace);
  const span = tracing && openBatchSpan(tracing, 'append entries', traces);
  return inSpan(span, () =>
    appendBatch(
      db,
      items.map(({ entry }) => entry),
    ),
  );
};

const definitions: ReadonlyMap<string, EventDefinition> = new Map(EVENT_TYPES.map((event) => [event.type, event]));

/** Writes events in batches; what cannot be read or kept is dead-lettered and the partition goes on; what is away is waited for. */
export const createProjection = (options: ProjectionOptions): Projection => {
  const { name, codec, publisher, outages, log, tracing } = options;
  const batcher = createBatcher<Item, Error | undefined>({
    maxItems: MAX_BATCH,
    run: (items) => appendTogether(items, options),
  });
  const append = async (item: Item): Promise<void> => {
    const failure = await batcher.submit(item);
    if (failure !== undefined) throw failure;
  };
  const attempts = ({ signal }: Task, policy: AttemptOptions['policy']): AttemptOptions => ({
    policy,
    signal,
    outages,
    log,
    random: Math.random,
  });
  const read = async (record: IncomingRecord): Promise<Entry> => {
    const definition = definitions.get(record.topic);
    if (definition === undefined) throw new TroupeError('TOPIC_MISMATCH', `${record.topic} is no event type`);
    return entryOf(await readEvent(record, definition, codec), definition, record);
  };
  const deadLetter = async (record: IncomingRecord, gaveUp: GaveUp, task: Task): Promise<void> => {
    log.error({ err: gaveUp.reason, topic: record.topic, offset: String(record.offset) }, 'dead-lettered');
    const failure = { agent: name, reason: gaveUp.reason, attempts: gaveUp.attempts, failedAtMs: Date.now() };
    const letter = deadLetterOf(record, identify(record), failure);
    await withAttempts(() => publisher.publish([letter]), attempts(task, UNTIL_DONE));
  };
  const project = async (record: IncomingRecord, task: Task, trace: TraceContext): Promise<void> => {
    try {
      const entry = await withAttempts(() => read(record), attempts(task, ONCE));
      await withAttempts(() => append({ entry, trace }), attempts(task, A_FEW));
    } catch (error) {
      if (!(error instanceof GaveUp)) throw error;
      await deadLetter(record, error, task);
    }
  };
  return (record, task) => {
    const parent = traceIn(record.headers);
    const span = tracing && openProcessSpan(tracing, { record, event: identify(record), group: name, parent });
    return inSpan(span, () => project(record, task, span?.trace ?? {}));
  };
};
