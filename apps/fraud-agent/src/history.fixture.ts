import { connectDatabase, migrate } from '@troupe/database';
import { isolated } from '@troupe/testing';
import type { Kysely, Transaction } from 'kysely';
import { migrations } from './migrations.ts';
import type { FraudTables } from './tables.ts';

/** The history and the rules of one spec file's own. */
export interface TestHistory {
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
  await migrate(database, migrations);
  return {
    db: database.db,
    commit: (run) => database.db.transaction().execute(run),
    close: async () => {
      await database.close();
      await place.drop();
    },
  };
};
