import { ensureRegistrySchema } from './database-probe.ts';
import { startKafkaInDocker } from './docker/kafka.ts';
import { startPostgresInDocker } from './docker/postgres.ts';
import { startRegistryInDocker } from './docker/registry.ts';
import { startEmbeddedKafka } from './embedded/kafka.ts';
import { startEmbeddedPostgres } from './embedded/postgres.ts';
import { startEmbeddedRegistry } from './embedded/registry.ts';
import { givenDatabase, givenKafka, givenRegistry } from './given.ts';
import type { Server } from './server.ts';
import { dockerContext, embeddedContext, type StackPlan } from './stack-plan.ts';

/** The servers of a stack with their addresses. */
export interface StackServers {
  readonly kafka: Server & { readonly brokers: readonly string[] };
  readonly registry: Server & { readonly url: string };
  readonly database: Server & { readonly url: string; readonly urlInDocker?: string };
}

/** Starts the three at once; only the registry waits, for the database that it stores in. */
export const startServers = async (plan: StackPlan): Promise<StackServers> => {
  const database = startDatabase(plan);
  const storage = database.then(async (started) => {
    if (plan.kinds.registry !== 'given') await ensureRegistrySchema(started.url);
    return started;
  });
  const starts = [startKafka(plan), startRegistry(plan, storage), database] as const;
  for (const start of starts) start.catch((error: unknown) => plan.abort.abort(error));
  await Promise.allSettled([...starts, storage]);
  // Whichever failed first is the reason that the others were aborted with.
  plan.context.signal.throwIfAborted();
  const [kafka, registry, ready] = await Promise.all(starts);
  return { kafka, registry, database: ready };
};

const startKafka = async (plan: StackPlan): Promise<StackServers['kafka']> => {
  if (plan.kinds.kafka === 'given') return givenKafka(plan.context.env);
  const docker = dockerContext(plan, 'kafka');
  return docker === undefined ? startEmbeddedKafka(embeddedContext(plan, 'kafka')) : startKafkaInDocker(docker);
};

const startRegistry = async (
  plan: StackPlan,
  storage: Promise<StackServers['database']>,
): Promise<StackServers['registry']> => {
  if (plan.kinds.registry === 'given') return givenRegistry(plan.context.env);
  const docker = dockerContext(plan, 'registry');
  if (docker !== undefined) {
    // A registry runs in Docker only when the database does, which then has an address there.
    const databaseUrlInDocker = (): Promise<string> => storage.then(({ url, urlInDocker }) => urlInDocker ?? url);
    return startRegistryInDocker(docker, { databaseUrlInDocker });
  }
  const databaseUrl = (): Promise<string> => storage.then(({ url }) => url);
  return startEmbeddedRegistry(embeddedContext(plan, 'registry'), { databaseUrl });
};

const startDatabase = async (plan: StackPlan): Promise<StackServers['database']> => {
  if (plan.kinds.database === 'given') return givenDatabase(plan.context.env);
  const docker = dockerContext(plan, 'database');
  return docker === undefined
    ? startEmbeddedPostgres(embeddedContext(plan, 'database'))
    : startPostgresInDocker(docker);
};
