import { memoryOn, type Dependency, type MemoryDatabase } from '@troupe/agent-sdk';
import type { SpecValidatedData } from '@troupe/contracts';
import { specOf } from '@troupe/feature-spec';
import type { Kysely, Transaction } from 'kysely';
import type { CommittedAttempt, Remembered, Review } from './attempt/assignment.ts';
import type { DeveloperTables } from './tables.ts';

/** What the developer knows of conversations, for what is done before the decision. */
export interface Memory {
  /** Undefined when no feature of this conversation was ever begun. */
  recall(conversationId: string): Promise<Remembered | undefined>;
}

const attemptsOf = async (
  db: Kysely<DeveloperTables>,
  conversationId: string,
): Promise<readonly CommittedAttempt[]> => {
  const rows = await db
    .selectFrom('attempts')
    .select(['attempt', 'base', 'commit_id', 'how', 'review'])
    .where('conversation_id', '=', conversationId)
    .orderBy('attempt')
    .execute();
  return rows.map(({ commit_id: commit, ...row }) => ({ ...row, commit }));
};

/** Reads what is kept. */
export const memoryOf = (database: MemoryDatabase<DeveloperTables>): Memory & Dependency =>
  memoryOn(database, (db) => ({
    recall: async (conversationId: string) => {
      const row = await db
        .selectFrom('features')
        .select('spec')
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      return row && { spec: specOf(row.spec), attempts: await attemptsOf(db, conversationId) };
    },
  }));

/** Keeps what a feature is; the first of a conversation stays. */
export const keepFeature = async (
  tx: Transaction<DeveloperTables>,
  { conversationId, spec }: { readonly conversationId: string; readonly spec: SpecValidatedData },
): Promise<void> => {
  await tx
    .insertInto('features')
    .values({ conversation_id: conversationId, spec: JSON.stringify(spec) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** Keeps what was committed. */
export const keepAttempt = async (
  tx: Transaction<DeveloperTables>,
  { conversationId, commit, ...kept }: Omit<CommittedAttempt, 'review'> & { readonly conversationId: string },
): Promise<void> => {
  await tx
    .insertInto('attempts')
    .values({ ...kept, conversation_id: conversationId, commit_id: commit, review: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/** Keeps why an attempt was sent back. */
export const keepReview = async (
  tx: Transaction<DeveloperTables>,
  {
    conversationId,
    attempt,
    review,
  }: { readonly conversationId: string; readonly attempt: number; readonly review: Review },
): Promise<void> => {
  await tx
    .updateTable('attempts')
    .set({ review: JSON.stringify({ failures: review.failures, cause: review.cause }) })
    .where('conversation_id', '=', conversationId)
    .where('attempt', '=', attempt)
    .execute();
};
