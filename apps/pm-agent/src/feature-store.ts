import { TroupeError } from '@troupe/contracts';
import type { Selectable, Transaction } from 'kysely';
import type { KeptFeature } from './kept-feature.ts';
import type { PmTables } from './tables.ts';

/** A feature, and whether it is complete. */
export interface StoredFeature {
  readonly kept: KeptFeature;
  readonly isValidated: boolean;
}

/** What is to be written. */
export interface StoreOptions extends StoredFeature {
  readonly conversationId: string;
}

const columnsOf = ({ kept: { answers, asked, writtenBy, ...columns }, isValidated }: StoredFeature) => ({
  ...columns,
  written_by: writtenBy,
  asked: JSON.stringify(asked),
  answers: JSON.stringify(answers),
  validated: isValidated,
});

/** A row as the feature that it keeps. */
export const storedFeature = (row: Selectable<PmTables['features']>): StoredFeature => {
  const { workspace, title, prose, feature, written_by: writtenBy, asked, answers, revision, validated } = row;
  return { kept: { workspace, title, prose, feature, writtenBy, asked, answers, revision }, isValidated: validated };
};

/** Keeps the feature that a conversation began with. Returns false when it has one already. */
export const insertFeature = async (
  tx: Transaction<PmTables>,
  { conversationId, ...stored }: StoreOptions,
): Promise<boolean> => {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('features')
    .values({ conversation_id: conversationId, ...columnsOf(stored) })
    .onConflict((conflict) => conflict.column('conversation_id').doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
};

/** Keeps the next revision of a feature. */
export const updateFeature = async (
  tx: Transaction<PmTables>,
  { conversationId, ...stored }: StoreOptions,
): Promise<void> => {
  await tx.updateTable('features').set(columnsOf(stored)).where('conversation_id', '=', conversationId).execute();
};

/**
 * The feature of a conversation, locked until the decision.
 * @throws TroupeError STATE_GONE when there is none yet: topics have no order among each other, so the request may be
 * read after the answer; trying again helps
 */
export const lockFeature = async (tx: Transaction<PmTables>, conversationId: string): Promise<StoredFeature> => {
  const row = await tx
    .selectFrom('features')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined)
    throw new TroupeError(
      'STATE_GONE',
      `conversation ${conversationId} has no feature to answer about: its feature.requested has not been read`,
    );
  return storedFeature(row);
};
