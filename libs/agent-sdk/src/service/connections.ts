import { TroupeError, type EventDefinition } from '@troupe/contracts';
import { connectDatabase, migrate, waitForDatabase, type Database, type Migrations } from '@troupe/database';
import {
  connectKafka,
  createRegistryCodec,
  withClaims,
  type Codec,
  type LargeEvent,
  type Messaging,
  type Publisher,
} from '@troupe/messaging';
import { createPostgresClaims, type PostgresClaims } from '../claims/postgres-claims.ts';
import type { ServiceConfig } from '../config.ts';
import { every } from './every.ts';
import type { ServiceContext } from './service-context.ts';
import { tracePublisher } from './trace-publisher.ts';
import { whenThere } from './when-there.ts';

/** A service's own schema of the database. */
export interface OwnSchema {
  /** Letters, digits and underscores. */
  readonly schema: string;
  readonly migrations: Migrations;
  /** Default: that of `connectDatabase`. */
  readonly maxConnections?: number;
}

type Context = Pick<
  ServiceContext<ServiceConfig<unknown>>,
  'config' | 'log' | 'metrics' | 'signal' | 'check' | 'defer' | 'tracing'
>;

const COUNT_EVERY_MS = 1_000;

/**
 * Opens a service's own schema: waits until the database answers, then migrates. Part of readiness from the start.
 * @throws TroupeError CONFIG_INVALID without DATABASE_URL · what a migration threw
 */
export const openDatabase = async <Tables>(
  context: Context,
  { schema, migrations, maxConnections }: OwnSchema,
): Promise<Database<Tables>> => {
  const { config, log, signal } = context;
  if (config.databaseUrl === undefined)
    throw new TroupeError('CONFIG_INVALID', `${config.name} keeps what it decides: set DATABASE_URL`);
  const database = connectDatabase<Tables>({
    url: config.databaseUrl,
    schema,
    applicationName: config.name,
    ...(maxConnections !== undefined && { maxConnections }),
  });
  context.check('database', () => database.ready());
  context.defer(() => database.close());
  await waitForDatabase(database, {
    signal,
    onWaiting: (error) => log.warn({ server: 'database', err: error }, 'waiting for a server'),
  });
  const ran = await whenThere('database', () => migrate(database, migrations), context);
  if (ran.length > 0) log.info({ schema, migrations: ran }, 'migrated');
  return database;
};

/** The claim store, for a service that has a database; the tables are made when they are first needed. */
export const openClaims = ({ config, defer }: Pick<Context, 'config' | 'defer'>): PostgresClaims | undefined => {
  if (config.databaseUrl === undefined) return undefined;
  const claims = createPostgresClaims({ url: config.databaseUrl, service: config.name });
  defer(() => claims.close());
  return claims;
};

/**
 * Opens the codec and waits until the registry has given the ids of these definitions. Part of readiness.
 * @throws TroupeError SCHEMA_UNKNOWN naming what nobody has registered
 */
export const openCodec = async (context: Context, definitions: readonly EventDefinition[]): Promise<Codec> => {
  const { registryUrl: url, prefix, claimAbove: above } = context.config;
  const store = openClaims(context);
  const onLarge = (event: LargeEvent): void =>
    context.log.warn(
      event,
      'an event has more than half of the bytes that it may have: pass a reference before it is refused',
    );
  const codec = withClaims(createRegistryCodec({ url, prefix }), { above, onLarge, ...(store && { store }) });
  context.check('registry', () => codec.ready());
  await whenThere('registry', () => codec.warm(definitions), context);
  return codec;
};

/** Connects to Kafka and waits until it answers. Part of readiness. */
export const openMessaging = async (context: Context): Promise<Messaging> => {
  const { config, log } = context;
  const { brokers, prefix, partitions, ssl, sasl, name } = config;
  const messaging = connectKafka({
    brokers,
    clientId: name,
    prefix,
    partitions,
    ssl,
    ...(sasl && { sasl }),
    logger: log,
  });
  context.check('kafka', () => messaging.ready());
  context.defer(() => messaging.close());
  const reach = async (): Promise<void> => {
    if (await messaging.ready()) return;
    throw new TroupeError('KAFKA_UNAVAILABLE', `Kafka does not answer at ${brokers.join(', ')}: check KAFKA_BROKERS`);
  };
  await whenThere('kafka', reach, context);
  return messaging;
};

/** Opens a publisher; what it has taken is written before the service ends. */
export const openPublisher = async (context: Context, messaging: Messaging): Promise<Publisher> => {
  const publisher = await whenThere('kafka', () => messaging.publisher(), context);
  context.defer(() => publisher.close());
  const { log, signal, metrics } = context;
  const count = (): Promise<void> => Promise.resolve(metrics.publisherWaiting.set(publisher.waiting()));
  every({ what: 'counting what waits', everyMs: COUNT_EVERY_MS, log, signal, run: count });
  return context.tracing === undefined ? publisher : tracePublisher(publisher, context.tracing);
};
