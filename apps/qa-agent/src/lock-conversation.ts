import { TroupeError } from '@troupe/contracts';
import { sql, type Transaction } from 'kysely';
import type { QaTables } from './tables.ts';

/** What is thrown where another instance decided about the same conversation at the same moment. */
export const overtaken = (): TroupeError =>
  new TroupeError(
    'JOIN_OVERTAKEN',
    'Another instance decided about this conversation at the same moment: the next attempt sees what it did',
  );

/** Holds whoever else decides about this conversation off, until the end of the transaction. */
export const lockConversation = async (tx: Transaction<QaTables>, conversationId: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`qa-agent ${conversationId}`}, 0))`.execute(tx);
};
