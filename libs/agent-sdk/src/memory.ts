import { connectDatabase, type Database } from '@troupe/database';
import type { ServiceConfig } from './config.ts';
import type { Dependency } from './dependency.ts';
import { agentSchema } from './run-agent.ts';

/** What a memory reads on. */
export type MemoryDatabase<Tables> = Pick<Database<Tables>, 'db' | 'close'>;

/** How a memory is connected. */
export interface MemoryOptions {
  /** Reads at a time; they are short. Default 4. */
  readonly connections?: number;
}

const DEFAULT_CONNECTIONS = 4;

/**
 * What an agent knows of its conversations, for `prepare`: it reads on connections of its own, because before the decision
 * there is no transaction to read on. Whether the database is there is seen by the service itself. Declare it in `dependencies`.
 */
export const memoryOn = <Tables, Reads extends object>(
  { db, close }: MemoryDatabase<Tables>,
  reads: (db: MemoryDatabase<Tables>['db']) => Reads,
): Reads & Dependency => ({
  ...reads(db),
  name: 'memory',
  available: () => true,
  observe: () => undefined,
  close,
});

/** Connects a memory to the schema of the agent that this service runs. Connects when it first reads. */
export const connectMemory = <Tables>(
  { name, databaseUrl }: Pick<ServiceConfig, 'name' | 'databaseUrl'>,
  { connections = DEFAULT_CONNECTIONS }: MemoryOptions = {},
): MemoryDatabase<Tables> =>
  connectDatabase<Tables>({
    // There: it is required of every service that does not say otherwise.
    url: databaseUrl ?? '',
    schema: agentSchema(name),
    applicationName: name,
    maxConnections: connections,
  });
