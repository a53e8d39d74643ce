import { connect } from 'node:net';
import { databaseIsReady } from './database-probe.ts';
import { registryIsReady } from './registry-settings.ts';
import type { Server } from './server.ts';
import { GIVEN_BY } from './stack-choice.ts';
import { stackError } from './stack-error.ts';

const CONNECT_WITHIN_MS = 5_000;

/** The brokers of KAFKA_BROKERS, separated by commas. @throws STACK_FAILED when none can be connected to */
export const givenKafka = async (env: NodeJS.ProcessEnv): Promise<Server & { readonly brokers: readonly string[] }> => {
  const brokers = valueOf(env, 'kafka')
    .split(',')
    .map((broker) => broker.trim());
  // A connection, and no request: the broker may speak TLS, or ask who we are.
  const reachable = await Promise.all(brokers.map(canConnect));
  if (!reachable.includes(true)) throw noAnswer(`Kafka broker at ${brokers.join(', ')}`, GIVEN_BY.kafka);
  return { ...givenServer(brokers.join(', '), GIVEN_BY.kafka), brokers };
};

/** The registry of SCHEMA_REGISTRY_URL. @throws STACK_FAILED when it does not answer */
export const givenRegistry = async (env: NodeJS.ProcessEnv): Promise<Server & { readonly url: string }> => {
  const url = valueOf(env, 'registry').replace(/\/+$/, '');
  if (!(await registryIsReady(url))) throw noAnswer(`schema registry at ${url}`, GIVEN_BY.registry);
  return { ...givenServer(url, GIVEN_BY.registry), url };
};

/** The database of DATABASE_URL. @throws STACK_FAILED when it does not answer a query */
export const givenDatabase = async (env: NodeJS.ProcessEnv): Promise<Server & { readonly url: string }> => {
  const url = valueOf(env, 'database');
  const { host } = new URL(url);
  if (!(await databaseIsReady(url))) throw noAnswer(`PostgreSQL at ${host}`, GIVEN_BY.database);
  return { ...givenServer(host, GIVEN_BY.database), url };
};

const valueOf = (env: NodeJS.ProcessEnv, name: keyof typeof GIVEN_BY): string => env[GIVEN_BY[name]] ?? '';

const noAnswer = (what: string, variable: string): Error =>
  stackError(`No ${what} answers`, `start it, or correct or unset ${variable}`);

/** A server that somebody else runs: used as it is, never started or stopped by us. */
const givenServer = (description: string, variable: string): Server => {
  const refuse = (): Promise<never> =>
    Promise.reject(
      stackError(
        `${description} is given by ${variable}: it is not ours to stop`,
        `do it where it runs, or unset ${variable}`,
      ),
    );
  return { kind: 'given', description, start: refuse, stop: refuse, kill: refuse };
};

const canConnect = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(`kafka://${address}`);
    // The hostname of an IPv6 address stands in brackets.
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(port || 9092), timeout: CONNECT_WITHIN_MS });
    const end = (connected: boolean): void => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => end(true));
    for (const event of ['error', 'timeout']) socket.once(event, () => end(false));
  });
