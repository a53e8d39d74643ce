import { join } from 'node:path';
import { isolated, startServiceProcess, type ServiceExit, type ServiceProcess, type StackPlace } from '@troupe/testing';
import pg from 'pg';
import { discoverServices, type Service } from '../fleet/discover-services.ts';
import { provision } from '../fleet/provision.ts';
import { STOCK } from './orders.fixture.ts';

/** Every service of a flow as a process of its own, which specs kill and start again. */
export interface TestFleet {
  readonly place: StackPlace;
  /** Where the oldest running instance of a service listens. */
  url(service: string): string;
  /** What the latest instance of a service has logged. */
  log(service: string): string;
  /** The running instances of a service, the oldest first. */
  instances(service: string): readonly ServiceProcess[];
  /** Starts one more instance and waits until it is ready; `env` is added to that of its fleet. */
  start(service: string, env?: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  /** Ends the oldest instance of a service and waits for its end. */
  kill(service: string, signal: NodeJS.Signals): Promise<ServiceExit>;
  /** Rows of the fleet's database. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Kills whatever still runs. */
  stop(): Promise<void>;
}

/** How a fleet is started. */
export interface TestFleetOptions {
  /** How long agents may take to answer. @default '300s': far longer than any of them is away in a spec, on a busy machine too */
  readonly answerWithin?: string;
  /** How many of each agent. @default 1 */
  readonly agents?: number;
  /** Which services there are. @default 'orders' */
  readonly flow?: 'orders' | 'delivery';
  /** Added to the environment of every service. */
  readonly env?: Readonly<Record<string, string>>;
}

const ROOT = join(import.meta.dirname, '../../../..');
const READY_WITHIN_MS = 120_000;
/** Those that are killed are soon missed. */
const SOON_MISSED = { KAFKA_SESSION_TIMEOUT: '3s' };

const mainOf = (services: readonly Service[], name: string): string => {
  const service = services.find((each) => each.name === name);
  if (service === undefined) throw new Error(`no service is called ${name}`);
  return service.main;
};

const query = async <Row extends pg.QueryResultRow>(
  connectionString: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
};

const stockUp = (databaseUrl: string): Promise<unknown> =>
  query(
    databaseUrl,
    `insert into inventory_agent.stock (sku, on_hand)
     select sku, on_hand from unnest($1::text[], $2::integer[]) as goods (sku, on_hand)`,
    [STOCK.map(({ sku }) => sku), STOCK.map(({ onHand }) => onHand)],
  );

/** Makes topics and schemas, starts everything in this place and fills the warehouse, if there is one. */
export const startFleetIn = async (
  place: StackPlace,
  { answerWithin = '300s', agents = 1, flow = 'orders', env: added = {} }: TestFleetOptions = {},
): Promise<TestFleet> => {
  const services = discoverServices(ROOT, { flow });
  const own = { TROUPE_PARTITIONS: String(place.partitions), ORDER_ANSWER_WITHIN: answerWithin };
  const env = { ...SOON_MISSED, ...place.env, ...own, ...added };
  const running = new Map<string, ServiceProcess[]>();
  const latest = new Map<string, ServiceProcess>();
  const forget = (name: string, service: ServiceProcess): void => {
    running.set(name, running.get(name)?.filter((other) => other !== service) ?? []);
  };
  const start = async (name: string, more: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> => {
    const service = await startServiceProcess({
      main: mainOf(services, name),
      env: { ...env, ...more },
      readyWithinMs: READY_WITHIN_MS,
    });
    running.set(name, [...(running.get(name) ?? []), service]);
    latest.set(name, service);
    void service.exit.then(() => forget(name, service));
    return service;
  };
  const oldest = (name: string): ServiceProcess => {
    const [service] = running.get(name) ?? [];
    if (service === undefined) throw new Error(`no ${name} is running`);
    return service;
  };
  const stop = async (): Promise<void> => {
    await Promise.all([...running.values()].flat().map((service) => service.kill('SIGKILL')));
    running.clear();
  };
  await provision(place, services);
  try {
    const wanted = services.flatMap(({ name }) => new Array<string>(name.endsWith('-agent') ? agents : 1).fill(name));
    const starts = await Promise.allSettled(wanted.map((name) => start(name)));
    for (const each of starts) if (each.status === 'rejected') throw each.reason;
    if (flow === 'orders') await stockUp(place.databaseUrl);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    place,
    url: (name) => oldest(name).url,
    log: (name) => latest.get(name)?.log() ?? '',
    instances: (name) => running.get(name) ?? [],
    start,
    kill: (name, signal) => {
      const service = oldest(name);
      forget(name, service);
      return service.kill(signal);
    },
    query: (text, values) => query(place.databaseUrl, text, values),
    stop,
  };
};

/** A fleet on the servers that all specs share, under a prefix and with a database of its own. */
export const startTestFleet = async (name: string, options?: TestFleetOptions): Promise<TestFleet> => {
  const place = await isolated(name);
  const fleet = await startFleetIn(place, options).catch(async (error: unknown) => {
    await place.drop();
    throw error;
  });
  return {
    ...fleet,
    stop: async () => {
      await fleet.stop();
      await place.drop();
    },
  };
};
