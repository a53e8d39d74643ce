import { databaseIsReady, ensureRegistrySchema } from './database-probe.ts';
import type { Disposal } from './disposal.ts';
import type { EmbeddedContext } from './embedded/embedded-context.ts';
import { startEmbeddedKafka } from './embedded/kafka.ts';
import { startEmbeddedPostgres } from './embedded/postgres.ts';
import { startEmbeddedRegistry } from './embedded/registry.ts';
import { givenServer } from './given.ts';
import { registryIsReady } from './registry-settings.ts';
import type { RunFolder } from './run-folder.ts';
import type { Server, ServerName, StartContext } from './server.ts';
import type { StackKinds } from './stack-choice.ts';
import { stackError } from './stack-error.ts';

/** The servers of a stack with their addresses. */
export interface StackServers {
  readonly kafka: Server & { readonly brokers: readonly string[] };
  readonly registry: Server & { readonly url: string };
  readonly database: Server & { readonly url: string };
}

/** What a start of the three servers works with. */
export interface StackPlan {
  readonly context: StartContext & { readonly cacheDir: string };
  readonly kinds: StackKinds;
  readonly folder: RunFolder;
  readonly disposal: Disposal;
  /** Aborted when one of them fails, so that the others do not go on. */
  readonly abort: AbortController;
}

/** Starts the three at once; only the registry waits, for the database that it stores in. */
export const startServers = async (plan: StackPlan): Promise<StackServers> => {
  const database = startDatabase(plan);
  const databaseUrl = database.then(async ({ url }) => {
    if (plan.kinds.registry !== 'given') await ensureRegistrySchema(url);
    return url;
  });
  const starts = [startKafka(plan), startRegistry(plan, databaseUrl), database] as const;
  for (const start of starts) start.catch((error: unknown) => plan.abort.abort(error));
  await Promise.allSettled([...starts, databaseUrl]);
  // Whichever failed first is the reason that the others were aborted with.
  plan.context.signal.throwIfAborted();
  const [kafka, registry, ready] = await Promise.all(starts);
  return { kafka, registry, database: ready };
};

const startKafka = async (plan: StackPlan): Promise<StackServers['kafka']> => {
  if (plan.kinds.kafka === 'embedded') return startEmbeddedKafka(embedded(plan, 'kafka'));
  const brokers = (plan.context.env['KAFKA_BROKERS'] ?? '').split(',').map((broker) => broker.trim());
  return { ...givenServer(`Kafka at ${brokers.join(', ')}`, 'KAFKA_BROKERS'), brokers };
};

const startRegistry = async (plan: StackPlan, databaseUrl: Promise<string>): Promise<StackServers['registry']> => {
  if (plan.kinds.registry === 'embedded') return startEmbeddedRegistry(embedded(plan, 'registry'), { databaseUrl });
  const url = (plan.context.env['SCHEMA_REGISTRY_URL'] ?? '').replace(/\/$/, '');
  if (!(await registryIsReady(url)))
    throw stackError(`No schema registry answers at ${url}`, 'start it, or correct or unset SCHEMA_REGISTRY_URL');
  return { ...givenServer(`the registry at ${url}`, 'SCHEMA_REGISTRY_URL'), url };
};

const startDatabase = async (plan: StackPlan): Promise<StackServers['database']> => {
  if (plan.kinds.database === 'embedded') return startEmbeddedPostgres(embedded(plan, 'database'));
  const url = plan.context.env['DATABASE_URL'] ?? '';
  const { host } = new URL(url);
  if (!(await databaseIsReady(url)))
    throw stackError(`No PostgreSQL answers at ${host}`, 'start it, or correct or unset DATABASE_URL');
  return { ...givenServer(`PostgreSQL at ${host}`, 'DATABASE_URL'), url };
};

const embedded = ({ context, folder, disposal }: StackPlan, name: ServerName): EmbeddedContext => ({
  ...context,
  runDir: folder.path,
  watch: { onSpawn: (pid) => folder.noteServer(pid), onDeath: context.progress },
  onStarted: (server) => disposal.addServer(name, () => server.dispose()),
});
