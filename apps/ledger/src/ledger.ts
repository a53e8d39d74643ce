import { EVENT_TYPES, type EventDefinition } from '@troupe/contracts';
import {
  createBatcher,
  createOutages,
  deadLetterOf,
  every,
  GaveUp,
  identify,
  openCodec,
  openDatabase,
  openMessaging,
  readEvent,
  withAttempts,
  type AttemptOptions,
  type RunningService,
  type ServiceContext,
} from '@troupe/agent-sdk';
import { LEDGER_SCHEMA, type LedgerTables } from '@troupe/ledger-reader';
import type { IncomingRecord, Task } from '@troupe/messaging';
import { entryOf, type Entry } from './entry.ts';
import { appendEntries } from './ledger-store.ts';
import { holdLiveness } from './liveness.ts';
import { migrations } from './migrations.ts';

/** The service's name, which is also its consumer group. */
export const LEDGER = 'ledger';

const MAX_BATCH = 500;
const WATCH_EVERY_MS = 250;
const ONCE = { attempts: 1, initialMs: 1, maxMs: 1 };
/** For what must succeed before a record can be left: giving up would lose it. */
const UNTIL_DONE = { attempts: Number.POSITIVE_INFINITY, initialMs: 100, maxMs: 10_000 };

const definitions: ReadonlyMap<string, EventDefinition> = new Map(EVENT_TYPES.map((event) => [event.type, event]));

/**
 * Projects every event into Postgres, once, with a position in its conversation. What cannot be read is dead-lettered and the
 * partition goes on; while a server is away it waits.
 */
export const startLedger = async (context: ServiceContext): Promise<RunningService> => {
  const { config, log, metrics, signal, check, fail } = context;
  const database = await openDatabase<LedgerTables>(context, { schema: LEDGER_SCHEMA, migrations });
  const codec = await openCodec(context, EVENT_TYPES);
  const messaging = await openMessaging(context);
  const publisher = await messaging.publisher();
  const outages = createOutages();
  const batcher = createBatcher<Entry, undefined>({
    maxItems: MAX_BATCH,
    run: async (entries) => {
      await appendEntries(database.db, entries);
      return entries.map(() => undefined);
    },
  });
  const attempts = ({ signal: handedOver }: Task, policy: AttemptOptions['policy']): AttemptOptions => ({
    policy,
    signal: handedOver,
    outages,
    log,
    random: Math.random,
  });
  const read = async (record: IncomingRecord): Promise<Entry> => {
    const definition = definitions.get(record.topic);
    if (definition === undefined) throw new Error(`${record.topic} is no event type`);
    return entryOf(await readEvent(record, definition, codec), definition, record);
  };
  const deadLetter = async (record: IncomingRecord, { reason, attempts: tried }: GaveUp, task: Task): Promise<void> => {
    log.error({ err: reason, topic: record.topic, offset: String(record.offset) }, 'dead-lettered');
    const failure = { agent: LEDGER, reason, attempts: tried, failedAtMs: Date.now() };
    const letter = deadLetterOf(record, identify(record), failure);
    await withAttempts(() => publisher.publish([letter]), attempts(task, UNTIL_DONE));
  };
  const subscriber = messaging.subscriber({
    group: LEDGER,
    topics: EVENT_TYPES.map(({ type }) => type),
    handle: async (record, task) => {
      try {
        const entry = await withAttempts(() => read(record), attempts(task, ONCE));
        await withAttempts(() => batcher.submit(entry), attempts(task, UNTIL_DONE));
      } catch (error) {
        if (!(error instanceof GaveUp)) throw error;
        await deadLetter(record, error, task);
      }
    },
  });
  check('group', () => ['running', 'rebalancing'].includes(subscriber.state()));
  check('delivery', () => outages.current().length === 0);
  await subscriber.start();
  // openDatabase has refused a configuration without it.
  const alive = holdLiveness(config.databaseUrl ?? '', signal);
  const watch = (): void => {
    metrics.inFlight.set(subscriber.inFlight());
    if (subscriber.state() === 'crashed') fail(subscriber.failure() ?? new Error('the subscriber crashed'));
  };
  every({ what: 'watching', everyMs: WATCH_EVERY_MS, signal, log, run: () => Promise.resolve(watch()) });
  return {
    stop: async () => {
      await alive;
      await subscriber.stop();
      await publisher.close();
      await messaging.close();
      await database.close();
    },
  };
};
