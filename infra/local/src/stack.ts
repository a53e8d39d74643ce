import { findBaseFolder, defaultCacheFolder } from './base-folder.ts';
import { Disposal } from './disposal.ts';
import { dockerOffer, type DockerOffer } from './docker/availability.ts';
import { createNetwork, removeRunFromDocker } from './docker/engine.ts';
import { requireDiskSpace } from './embedded/disk.ts';
import type { JvmLife } from './jvm-settings.ts';
import { reapAbandonedRuns } from './reap.ts';
import { createRunFolder, type RunFolder } from './run-folder.ts';
import type { Server, ServerName } from './server.ts';
import { chooseKinds, readPreference, type Preference, type StackKinds } from './stack-choice.ts';
import { startServers, type StackServers } from './stack-servers.ts';

/** How the stack is started; everything has a default. */
export interface StackOptions {
  /** Told about every step, in words for people. @default nobody is told */
  readonly progress?: (message: string) => void;
  /** The folder in which the run makes its own. @default `.troupe/stacks` of the repository */
  readonly dataDir?: string;
  /** Where what Maven fetched is kept. @default `$XDG_CACHE_HOME/troupe` or `~/.cache/troupe` */
  readonly cacheDir?: string;
  /** Makes Docker or embedded servers win; TROUPE_STACK overrides it. @default Docker when an engine answers */
  readonly prefer?: Preference;
  /** `usual` tries 9092, 8081 and 5432 first. @default 'free' */
  readonly ports?: 'usual' | 'free';
  /** `long` lets the broker's JVM optimise as in production, which pays after minutes: for measurements. @default 'short' */
  readonly brokerLife?: JvmLife;
  /** Ends a start that is under way, and what it has started. */
  readonly signal?: AbortSignal;
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}

/** Three real servers, ready, and the means to end them. */
export interface LocalStack {
  readonly kafkaBrokers: readonly string[];
  /** The base of the Confluent-compatible API. */
  readonly schemaRegistryUrl: string;
  /** `postgres://…` with the password in it: never log it. */
  readonly databaseUrl: string;
  readonly kinds: StackKinds;
  /** One line for people: which server is which product, version and kind. */
  readonly description: string;
  /** Stops what this start started, registry first and database last, and deletes its data; later calls do nothing more. */
  readonly stop: () => Promise<void>;
  /** Stops one server in order and starts it again: same address, same data. @throws STACK_FAILED when it is given */
  readonly restart: (server: ServerName) => Promise<void>;
  /** Ends one server as a crash would. @throws STACK_FAILED when it is given */
  readonly kill: (server: ServerName) => Promise<void>;
  /** Starts a server that was killed: same address, same data. @throws STACK_FAILED when it is given */
  readonly start: (server: ServerName) => Promise<void>;
}

const DATA_MEBIBYTES = 1_024;
const CACHE_MEBIBYTES = 512;

/**
 * Starts Kafka, a schema registry and PostgreSQL, each given by the environment, in Docker or embedded.
 * @throws STACK_FAILED naming what failed and what to do; nothing is left running then
 */
export const startStack = async (options: StackOptions = {}): Promise<LocalStack> => {
  const { env = process.env, progress = () => undefined, ports = 'free', brokerLife = 'short' } = options;
  const docker = await dockerOffer({ env, preference: readPreference(env, options.prefer), progress });
  const kinds = chooseKinds({ env, inDocker: docker?.images ?? {} });
  const cacheDir = options.cacheDir ?? defaultCacheFolder(env);
  const folder = await prepareFolder({ dataDir: options.dataDir, cacheDir, kinds, progress });
  const disposal = new Disposal();
  disposal.addShared(folder.remove);
  const abort = new AbortController();
  const signal = AbortSignal.any([abort.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  const context = { env, progress, signal, usualPorts: ports === 'usual', brokerLife, cacheDir };
  try {
    if (docker !== undefined) await prepareDocker({ docker, folder, disposal });
    return toStack(await startServers({ context, kinds, folder, disposal, abort, docker }), disposal);
  } catch (error) {
    await disposal.end();
    throw error;
  }
};

const prepareFolder = async (wish: {
  dataDir: string | undefined;
  cacheDir: string;
  kinds: StackKinds;
  progress: (message: string) => void;
}): Promise<RunFolder> => {
  const { dataDir, cacheDir, kinds, progress } = wish;
  const base = dataDir ?? (await findBaseFolder(progress));
  if (Object.values(kinds).includes('embedded')) {
    await requireDiskSpace(base, DATA_MEBIBYTES);
    await requireDiskSpace(cacheDir, CACHE_MEBIBYTES);
  }
  await reapAbandonedRuns(base, { removeContainers: removeRunFromDocker, progress });
  return createRunFolder(base);
};

/** From here on the engine may hold things of this run: they go before the folder that names them. */
const prepareDocker = async (run: { docker: DockerOffer; folder: RunFolder; disposal: Disposal }): Promise<void> => {
  const { docker, folder, disposal } = run;
  folder.noteDocker();
  disposal.addShared(async () => {
    await removeRunFromDocker(folder.name);
  });
  await createNetwork(docker.engine, folder.name);
};

const toStack = ({ kafka, registry, database }: StackServers, disposal: Disposal): LocalStack => {
  const servers: Record<ServerName, Server> = { kafka, registry, database };
  const describe = (name: ServerName): string => `${name} ${servers[name].kind} (${servers[name].description})`;
  return {
    kafkaBrokers: kafka.brokers,
    schemaRegistryUrl: registry.url,
    databaseUrl: database.url,
    kinds: { kafka: kafka.kind, registry: registry.kind, database: database.kind },
    description: [describe('kafka'), describe('registry'), describe('database')].join(', '),
    stop: () => disposal.end(),
    restart: async (name) => {
      await servers[name].stop();
      await servers[name].start();
    },
    kill: (name) => servers[name].kill(),
    start: (name) => servers[name].start(),
  };
};
