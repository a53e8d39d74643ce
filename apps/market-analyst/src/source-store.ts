import { newSource, type SourceState } from '@troupe/anomaly';
import type { Transaction } from 'kysely';
import { NOTHING_UNTOLD, type Untold } from './summarize.ts';
import type { MarketTables } from './tables.ts';

/** What is known of a source, and what its market has yet to be told of it. */
export interface KnownSource {
  readonly state: SourceState;
  readonly untold: Untold;
}

/** What is known of the source of a conversation; of one that was never observed, nothing. */
export const readSource = async (tx: Transaction<MarketTables>, conversationId: string): Promise<KnownSource> => {
  const row = await tx
    .selectFrom('sources')
    .select(['state', 'untold'])
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return { state: row?.state ?? newSource(), untold: row?.untold ?? NOTHING_UNTOLD };
};

/** Keeps what is known of the source of a conversation. */
export const keepSource = async (
  tx: Transaction<MarketTables>,
  { conversationId, source, ...known }: { readonly conversationId: string; readonly source: string } & KnownSource,
): Promise<void> => {
  const kept = { source, state: JSON.stringify(known.state), untold: JSON.stringify(known.untold) };
  await tx
    .insertInto('sources')
    .values({ conversation_id: conversationId, ...kept })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(kept))
    .execute();
};
