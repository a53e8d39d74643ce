import {
  createOutages,
  createPace,
  every,
  joinFleet,
  keepDaysOf,
  openClaims,
  openCodec,
  openDatabase,
  openMessaging,
  openPublisher,
  watchSubscriber,
  whenThere,
  type RunningService,
  type ServiceContext,
} from '@troupe/agent-sdk';
import { EVENT_TYPES } from '@troupe/contracts';
import { LEDGER_SCHEMA, type LedgerTables } from '@troupe/ledger-reader';
import { holdLiveness } from './liveness.ts';
import { migrations } from './migrations.ts';
import { createProjection } from './projection.ts';

/** The service's name, which is also its consumer group. */
export const LEDGER = 'ledger';

const MAINTAIN_EVERY_MS = 3_600_000;

/** Reading every topic, the ledger knows for how long any event can be read: it forgets claims for all services. */
const keepClaims = async (context: ServiceContext, readableForMs: () => Promise<number>): Promise<void> => {
  const claims = openClaims(context);
  const { log, signal } = context;
  const run = async (): Promise<void> =>
    claims?.maintain({ nowMs: Date.now(), keepDays: (await keepDaysOf({ readableForMs, log })) + 1 });
  await whenThere('database', run, context);
  every({ what: 'upkeep of claims', everyMs: MAINTAIN_EVERY_MS, signal, log, run });
};

/** Projects every event into Postgres, once, with a position in its conversation. */
export const startLedger = async (context: ServiceContext): Promise<RunningService> => {
  const { config, log, tracing, signal, check } = context;
  const database = await openDatabase<LedgerTables>(context, { schema: LEDGER_SCHEMA, migrations });
  const codec = await openCodec(context, EVENT_TYPES);
  const messaging = await openMessaging(context);
  const publisher = await openPublisher(context, messaging);
  const outages = createOutages({ log });
  const pace = createPace();
  const topics = EVENT_TYPES.map(({ type }) => type);
  const subscriber = messaging.subscriber({
    group: LEDGER,
    topics,
    sessionTimeoutMs: config.sessionTimeoutMs,
    handle: pace.timed(
      createProjection({
        name: LEDGER,
        db: database.db,
        codec,
        publisher,
        outages,
        log,
        ...(tracing && { tracing }),
      }),
    ),
  });
  await keepClaims(context, () => messaging.topics().readableForMs(topics));
  check('group', () => ['running', 'rebalancing'].includes(subscriber.state()));
  check('delivery', () => outages.current().length === 0);
  await joinFleet({ consumes: EVENT_TYPES, publishes: [], messaging, codec, publisher, subscriber, pace }, context);
  await subscriber.start();
  // openDatabase has refused a configuration without it.
  const alive = holdLiveness(config.databaseUrl ?? '', signal);
  watchSubscriber(subscriber, context);
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
