import { agentSchema } from '@troupe/agent-sdk';
import type { CommandAnswer } from '@troupe/agent-sdk/command';
import { TroupeError } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import type { Kysely } from 'kysely';
import type { TriageTables } from '../tables.ts';
import { changeThreshold, readChanges, readThreshold, type WantedThreshold } from '../threshold-store.ts';
import { printThreshold } from './print.ts';

const NAME = 'triage-agent';

const withTables = async <Result>(
  env: NodeJS.ProcessEnv,
  run: (db: Kysely<TriageTables>) => Promise<Result>,
): Promise<Result> => {
  const url = env['DATABASE_URL'];
  if (url === undefined || url === '')
    throw new TroupeError('CONFIG_INVALID', 'DATABASE_URL is missing: set it to what triage-agent was started with');
  const database = connectDatabase<TriageTables>({ url, schema: agentSchema(NAME), applicationName: 'triage' });
  try {
    return await run(database.db);
  } finally {
    await database.close();
  }
};

/** Says which threshold is in force and how it came to be, once it was changed where a change is wanted. */
export const answerThreshold = (env: NodeJS.ProcessEnv, wanted?: WantedThreshold): Promise<CommandAnswer> =>
  withTables(env, async (db) => {
    if (wanted !== undefined) await db.transaction().execute((tx) => changeThreshold(tx, wanted));
    const [threshold, changes] = [await readThreshold(db), await readChanges(db)];
    return { json: { threshold, changes }, text: printThreshold(threshold, changes) };
  });
