import {
  createOutages,
  every,
  openCodec,
  openDatabase,
  openMessaging,
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

const WATCH_EVERY_MS = 250;

/** Projects every event into Postgres, once, with a position in its conversation. */
export const startLedger = async (context: ServiceContext): Promise<RunningService> => {
  const { config, log, metrics, signal, check, fail } = context;
  const database = await openDatabase<LedgerTables>(context, { schema: LEDGER_SCHEMA, migrations });
  const codec = await openCodec(context, EVENT_TYPES);
  const messaging = await openMessaging(context);
  const publisher = await messaging.publisher();
  const outages = createOutages({ log });
  const subscriber = messaging.subscriber({
    group: LEDGER,
    topics: EVENT_TYPES.map(({ type }) => type),
    handle: createProjection({ name: LEDGER, db: database.db, codec, publisher, outages, log }),
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
