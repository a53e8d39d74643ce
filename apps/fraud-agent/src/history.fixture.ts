import { agentMigrations } from '@troupe/agent-sdk';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated } from '@troupe/testing';
import type { Kysely, Transaction } from 'kysely';
import { fraudAgent } from './fraud.agent.ts';
import { migrations } from './migrations.ts';
import type { FraudTables } from './tables.ts';

/** The history and the rules of one spec file's own. */
export interface TestHistory {
  /** For `testAgent`. */
  readonly database: Pick<Database<object>, 'db'>;
  readonly db: Kysely<FraudTables>;
  /** Runs in a transaction of its own and commits. */
  commit<Result>(run: (tx: Transaction<FraudTables>) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** Makes the agent's own tables, with their seeds, in a database of the spec's own. */
export const openHistory = async (name: string): Promise<TestHistory> => {
  const place = await isolated(name);
  const database = connectDatabase<FraudTables>({
    url: place.databaseUrl,
    schema: 'fraud_agent',
    applicationName: 'fraud-agent',
  });
  await migrate(database, agentMigrations(fraudAgent(), migrations));
  return {
    // It writes to none of these tables itself, and Kysely's types allow no such narrowing.
    database: database as unknown as Pick<Database<object>, 'db'>,
    db: database.db,
    commit: (run) => database.db.transaction().execute(run),
    close: async () => {
      await database.close();
      await place.drop();
    },
  };
};
