import type { CodeCommittedData } from '@troupe/contracts';
import type { Kysely, Transaction } from 'kysely';
import { lockConversation, overtaken } from './lock-conversation.ts';
import type { QaTables } from './tables.ts';

/** What was committed in a conversation and is not reviewed for want of a sandbox, by attempt. */
export const readUnreviewed = async (
  db: Kysely<QaTables>,
  conversationId: string,
): Promise<readonly CodeCommittedData[]> => {
  const rows = await db
    .selectFrom('unreviewed_commits')
    .select('commit')
    .where('conversation_id', '=', conversationId)
    .orderBy('attempt')
    .execute();
  return rows.map(({ commit }) => commit);
};

/** Keeps commits that nobody here could review, until it is asked for again. */
export const keepUnreviewed = async (
  tx: Transaction<QaTables>,
  conversationId: string,
  commits: readonly CodeCommittedData[],
): Promise<void> => {
  if (commits.length === 0) return;
  await tx
    .insertInto('unreviewed_commits')
    .values(
      commits.map((commit) => ({
        conversation_id: conversationId,
        attempt: commit.attempt,
        commit: JSON.stringify(commit),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/**
 * Lets go of commits that are reviewed now.
 * @throws TroupeError JOIN_OVERTAKEN when one of them was let go of since it was read: another instance has reviewed it
 */
export const letGoOfUnreviewed = async (
  tx: Transaction<QaTables>,
  conversationId: string,
  commits: readonly CodeCommittedData[],
): Promise<void> => {
  if (commits.length === 0) return;
  await lockConversation(tx, conversationId);
  const { numDeletedRows } = await tx
    .deleteFrom('unreviewed_commits')
    .where('conversation_id', '=', conversationId)
    .where(
      'attempt',
      'in',
      commits.map(({ attempt }) => attempt),
    )
    .executeTakeFirstOrThrow();
  if (numDeletedRows !== BigInt(commits.length)) throw overtaken();
};
