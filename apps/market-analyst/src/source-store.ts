import { newSource, type SourceState } from '@troupe/anomaly';
import type { Transaction } from 'kysely';
import type { MarketTables } from './tables.ts';

/** What is known of the source of a conversation; of one that was never observed, nothing. */
export const readSource = async (tx: Transaction<MarketTables>, conversationId: string): Promise<SourceState> => {
  const row = await tx
    .selectFrom('sources')
    .select('state')
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return row?.state ?? newSource();
};

/** Keeps what is known of the source of a conversation. */
export const keepSource = async (
  tx: Transaction<MarketTables>,
  {
    conversationId,
    source,
    state,
  }: { readonly conversationId: string; readonly source: string; readonly state: SourceState },
): Promise<void> => {
  const text = JSON.stringify(state);
  await tx
    .insertInto('sources')
    .values({ conversation_id: conversationId, source, state: text })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet({ source, state: text }))
    .execute();
};
