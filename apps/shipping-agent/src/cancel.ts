import { sql, type Transaction } from 'kysely';
import { enterCapacityGate } from './capacity-gate.ts';
import type { ShippingTables } from './tables.ts';

/**
 * Frees the room that a conversation holds and closes it for good: a request that comes later gets nothing. Returns
 * whether anything had been booked, or undefined when the conversation had been undone before.
 */
export const cancel = async (
  tx: Transaction<ShippingTables>,
  conversationId: string,
): Promise<{ readonly held: boolean } | undefined> => {
  await enterCapacityGate(tx);
  const { rows } = await sql<{ first: boolean; held: boolean }>`
    with held as (
      select carrier, day from bookings where conversation_id = ${conversationId} and state = 'booked'
    ), undone as (
      insert into bookings as known (conversation_id, state) values (${conversationId}, 'undone')
      on conflict (conversation_id) do update set state = 'undone' where known.state <> 'undone'
      returning conversation_id
    ), freed as (
      update capacity set booked = booked - 1 from held
      where capacity.carrier = held.carrier and capacity.day = held.day
    )
    select exists (select from undone) as first, exists (select from held) as held
  `.execute(tx);
  const { first, held } = rows[0] ?? { first: false, held: false };
  return first ? { held } : undefined;
};
