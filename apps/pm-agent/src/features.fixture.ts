import { agentMigrations, type Dependency } from '@troupe/agent-sdk';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated } from '@troupe/testing';
import { featureMemory, type FeatureMemory } from './feature-memory.ts';
import { migrations } from './migrations.ts';
import { pmAgent } from './pm.agent.ts';
import type { PmTables } from './tables.ts';

/** The tables of one spec file's own. */
export interface TestFeatures {
  /** For `testAgent`. */
  readonly database: Pick<Database<object>, 'db'>;
  /** For an agent that makes features of prose. */
  readonly memory: FeatureMemory & Dependency;
  /** What is kept of a conversation's feature. */
  revisionOf(conversationId: string): Promise<{ readonly revision: number; readonly validated: boolean } | undefined>;
  close(): Promise<void>;
}

/** Makes the agent's own tables in a database of the spec's own. */
export const openFeatures = async (name: string): Promise<TestFeatures> => {
  const place = await isolated(name);
  const database = connectDatabase<PmTables>({
    url: place.databaseUrl,
    schema: 'pm_agent',
    applicationName: 'pm-agent',
  });
  await migrate(database, agentMigrations(pmAgent(), migrations));
  return {
    // It writes to none of these tables itself, and Kysely's types allow no such narrowing.
    database: database as unknown as Pick<Database<object>, 'db'>,
    memory: featureMemory({ db: database.db, close: () => Promise.resolve() }),
    revisionOf: (conversationId) =>
      database.db
        .selectFrom('features')
        .select(['revision', 'validated'])
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst(),
    close: async () => {
      await database.close();
      await place.drop();
    },
  };
};
