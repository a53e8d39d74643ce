import { agentMigrations } from '@troupe/agent-sdk';
import { TicketOpened, type TicketOpenedInput } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated } from '@troupe/testing';
import { migrations } from './migrations.ts';
import type { TriageTables } from './tables.ts';
import { triageAgent } from './triage.agent.ts';

/** What an upset customer says. */
export const UPSET = 'You lost my bag again: two hours on hold, and nobody helps. Worst service ever';

/** What a contented one says. */
export const CONTENT = 'Thank you so much for your help!';

/** A ticket with this text. */
export const ticket = (text: string, more: Partial<TicketOpenedInput> = {}): ReturnType<typeof TicketOpened> =>
  TicketOpened({ customerId: 'customer-1', text, ...more });

/** The tables of one spec file's own. */
export interface TestTriage {
  /** For `testAgent`. */
  readonly database: Pick<Database<object>, 'db'>;
  /** For commands. */
  readonly url: string;
  close(): Promise<void>;
}

/** Makes the agent's own tables, with their seeds, in a database of the spec's own. */
export const openTriage = async (name: string): Promise<TestTriage> => {
  const place = await isolated(name);
  const database = connectDatabase<TriageTables>({
    url: place.databaseUrl,
    schema: 'triage_agent',
    applicationName: 'triage-agent',
  });
  await migrate(database, agentMigrations(triageAgent(), migrations));
  return {
    // It writes to none of these tables itself, and Kysely's types allow no such narrowing.
    database: database as unknown as Pick<Database<object>, 'db'>,
    url: place.databaseUrl,
    close: async () => {
      await database.close();
      await place.drop();
    },
  };
};
