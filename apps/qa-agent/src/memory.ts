import { memoryOn, type Dependency, type MemoryDatabase } from '@troupe/agent-sdk';
import type { CodeCommittedData, SpecValidatedData } from '@troupe/contracts';
import type { Kysely, Transaction } from 'kysely';
import { lockConversation, overtaken } from './lock-conversation.ts';
import type { QaTables } from './tables.ts';
import { readUnreviewed } from './unreviewed.ts';

/** What the reviewer knows of conversations, for what is done before the decision. */
export interface Memory {
  /** The revision of the spec that code was made from, or the latest for null; undefined when it has not come yet. */
  specOf(conversationId: string, revision: number | null): Promise<SpecValidatedData | undefined>;
  /** What was committed before this revision of the spec came, by attempt. */
  waiting(conversationId: string, revision: number): Promise<readonly CodeCommittedData[]>;
  /** What was committed and is not reviewed for want of a sandbox, by attempt. */
  unreviewed(conversationId: string): Promise<readonly CodeCommittedData[]>;
}

const readSpec = async (
  db: Kysely<QaTables>,
  conversationId: string,
  revision: number | null,
): Promise<SpecValidatedData | undefined> => {
  const specs = db.selectFrom('specs').select('spec').where('conversation_id', '=', conversationId);
  const meant = revision === null ? specs.orderBy('revision', 'desc').limit(1) : specs.where('revision', '=', revision);
  return (await meant.executeTakeFirst())?.spec;
};

const readWaiting = async (
  db: Kysely<QaTables>,
  conversationId: string,
  revision: number,
): Promise<readonly CodeCommittedData[]> => {
  const rows = await db
    .selectFrom('waiting_commits')
    .select('commit')
    .where('conversation_id', '=', conversationId)
    .orderBy('attempt')
    .execute();
  // One that does not say what it was made from meets the first spec that comes.
  return rows.map(({ commit }) => commit).filter((commit) => (commit.revision ?? revision) === revision);
};

/** Reads what is kept. */
export const memoryOf = (database: MemoryDatabase<QaTables>): Memory & Dependency =>
  memoryOn(database, (db) => ({
    specOf: (conversationId: string, revision: number | null) => readSpec(db, conversationId, revision),
    waiting: (conversationId: string, revision: number) => readWaiting(db, conversationId, revision),
    unreviewed: (conversationId: string) => readUnreviewed(db, conversationId),
  }));

/** Keeps a commit until the spec comes that it was made from. @throws TroupeError JOIN_OVERTAKEN when it came meanwhile */
export const keepWaiting = async (
  tx: Transaction<QaTables>,
  conversationId: string,
  commit: CodeCommittedData,
): Promise<void> => {
  await lockConversation(tx, conversationId);
  if ((await readSpec(tx, conversationId, commit.revision)) !== undefined) throw overtaken();
  await tx
    .insertInto('waiting_commits')
    .values({ conversation_id: conversationId, attempt: commit.attempt, commit: JSON.stringify(commit) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

/**
 * Keeps a revision of the spec of a conversation beside the others, and lets go of the commits that waited for it.
 * @throws TroupeError JOIN_OVERTAKEN when there are others than the `met` that were seen before
 */
export const keepSpec = async (
  tx: Transaction<QaTables>,
  conversationId: string,
  { spec, met }: { readonly spec: SpecValidatedData; readonly met: readonly CodeCommittedData[] },
): Promise<void> => {
  await lockConversation(tx, conversationId);
  const left = (await readWaiting(tx, conversationId, spec.revision)).map(({ attempt }) => attempt);
  const attempts = new Set(met.map(({ attempt }) => attempt));
  if (left.length !== attempts.size || left.some((attempt) => !attempts.has(attempt))) throw overtaken();
  if (left.length > 0)
    await tx
      .deleteFrom('waiting_commits')
      .where('conversation_id', '=', conversationId)
      .where('attempt', 'in', left)
      .execute();
  await tx
    .insertInto('specs')
    .values({ conversation_id: conversationId, revision: spec.revision, spec: JSON.stringify(spec) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};
