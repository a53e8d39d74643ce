import { TroupeError } from '@troupe/contracts';
import { sql, type Transaction } from 'kysely';
import type { Rate } from './shipping-options.ts';
import type { ShippingTables } from './tables.ts';

/** What is asked of the tariff: where an order goes and what it holds. */
export interface TariffRequest {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly currency: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** What the tariff says of an order. */
export interface Tariff {
  /** Null where no carrier goes. */
  readonly zone: string | null;
  readonly weightGrams: number;
  /** The rates to that zone in that currency. */
  readonly rates: readonly Rate[];
  /** On how many working days each service is tried. */
  readonly daysTried: number;
}

/**
 * Weighs an order and finds the rates to its country; read anew for every order, so that a change counts at once.
 * @throws TroupeError CONFIG_INVALID when somebody has emptied `shipping_settings`
 */
export const readTariff = async (
  tx: Transaction<ShippingTables>,
  { country, currency, lines }: TariffRequest,
): Promise<Tariff> => {
  const { rows } = await sql<Tariff>`
    with ordered as (
      select sku, quantity
      from unnest(${lines.map((line) => line.sku)}::text[], ${lines.map((line) => line.quantity)}::integer[])
        as line (sku, quantity)
    ), applicable as (
      select carrier, service, max_weight_grams as "maxWeightGrams", base_minor as "baseMinor",
        per_kg_minor as "perKgMinor", transit_days as "transitDays", cutoff_minute as "cutoffMinute"
      from rates join zones using (zone)
      where country = ${country} and currency = ${currency}
    )
    select
      (select zone from zones where country = ${country}) as zone,
      (select coalesce(sum(quantity * coalesce(grams, default_piece_grams)::bigint), 0)
        from ordered left join piece_weights using (sku))::double precision as "weightGrams",
      (select coalesce(json_agg(applicable), '[]') from applicable) as rates,
      days_tried as "daysTried"
    from shipping_settings
  `.execute(tx);
  const [tariff] = rows;
  if (tariff === undefined)
    throw new TroupeError('CONFIG_INVALID', 'shipping_settings has no row: insert default_piece_grams and days_tried');
  return tariff;
};
