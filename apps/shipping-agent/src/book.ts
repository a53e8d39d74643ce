import { sql, type Transaction } from 'kysely';
import { enterCapacityGate } from './capacity-gate.ts';
import type { ShippingOption } from './shipping-options.ts';
import type { ShippingTables } from './tables.ts';

/** What came of asking for room: the option booked, none, or the conversation was answered (or undone) before. */
export type Booking =
  | { readonly state: 'booked'; readonly option: ShippingOption }
  | { readonly state: 'refused' }
  | { readonly state: 'answered' };

/** One order to find room for. */
export interface RoomRequest {
  readonly conversationId: string;
  /** In the order in which they are tried. */
  readonly options: readonly ShippingOption[];
}

/** Books the first option whose carrier has room on its day. Only the first request of a conversation counts. */
export const book = async (
  tx: Transaction<ShippingTables>,
  { conversationId, options }: RoomRequest,
): Promise<Booking> => {
  await enterCapacityGate(tx);
  const { rows } = await sql<{ state: 'booked' | 'refused' | null; place: number | null }>`
    with option as (
      select carrier, day, place::integer
      from unnest(${options.map((option) => option.carrier)}::text[], ${options.map((option) => option.shipsOn)}::integer[])
        with ordinality as candidate (carrier, day, place)
    ), chosen as (
      select carrier, day, place, parcels_per_day
      from option join carriers using (carrier) left join capacity using (carrier, day)
      where coalesce(booked, 0) < coalesce(capacity, parcels_per_day)
      order by place limit 1
    ), claimed as (
      insert into bookings (conversation_id, state, carrier, day)
      select ${conversationId}, case when place is null then 'refused' else 'booked' end, carrier, day
      from (values (true)) as request (made) left join chosen on made
      on conflict (conversation_id) do nothing
      returning state
    ), counted as (
      insert into capacity (carrier, day, capacity, booked)
      select carrier, day, parcels_per_day, 1 from chosen cross join claimed
      on conflict (carrier, day) do update set booked = capacity.booked + 1
    )
    select (select state from claimed) as state, (select place from chosen) as place
  `.execute(tx);
  const { state, place } = rows[0] ?? { state: null, place: null };
  if (state === null) return { state: 'answered' };
  const option = place === null ? undefined : options[place - 1];
  return option === undefined ? { state: 'refused' } : { state: 'booked', option };
};
