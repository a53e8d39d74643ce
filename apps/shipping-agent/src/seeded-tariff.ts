import type { ShippingTables } from './tables.ts';

type Row<Table extends keyof ShippingTables> = Readonly<ShippingTables[Table]>;

const HOUR = 60;
const KG = 1_000;

const COUNTRIES = {
  uk: ['GB', 'GG', 'IM', 'JE'],
  ireland: ['IE'],
  'near-europe': ['BE', 'DE', 'FR', 'LU', 'NL'],
  europe: ['AT', 'CH', 'DK', 'ES', 'FI', 'IT', 'NO', 'PL', 'PT', 'SE'],
  oceania: ['AU', 'NZ'],
} as const;

/** Where the carriers go. A country that is not here has no zone, and nothing is sent there. */
export const SEEDED_ZONES: readonly Row<'zones'>[] = Object.entries(COUNTRIES).flatMap(([zone, countries]) =>
  countries.map((country) => ({ country, zone })),
);

/** How many parcels each carrier takes on a day that says nothing else. */
export const SEEDED_CARRIERS: readonly Row<'carriers'>[] = [
  { carrier: 'swift-parcel', parcels_per_day: 80 },
  { carrier: 'pallet-line', parcels_per_day: 60 },
];

/** Zone, price of a parcel, price of a kilogram, working days. */
type Leg = readonly [zone: keyof typeof COUNTRIES, baseMinor: number, perKgMinor: number, transitDays: number];

const ratesOf = (
  service: Pick<Row<'rates'>, 'carrier' | 'service' | 'max_weight_grams' | 'cutoff_minute'>,
  legs: readonly Leg[],
): readonly Row<'rates'>[] =>
  legs.map(([zone, base_minor, per_kg_minor, transit_days]) => ({
    ...service,
    currency: 'GBP',
    zone,
    base_minor,
    per_kg_minor,
    transit_days,
  }));

const PARCEL = { carrier: 'swift-parcel', max_weight_grams: 40 * KG, cutoff_minute: 16 * HOUR };
const PALLET = { carrier: 'pallet-line', max_weight_grams: 1_200 * KG, cutoff_minute: 12 * HOUR };

/** What the carriers ask: parcels for small orders, pallets for what shops order for their shelves. */
export const SEEDED_RATES: readonly Row<'rates'>[] = [
  ...ratesOf({ ...PARCEL, service: 'standard' }, [
    ['uk', 395, 45, 2],
    ['ireland', 695, 70, 3],
    ['near-europe', 995, 95, 4],
    ['europe', 1_295, 130, 5],
    ['oceania', 2_495, 480, 9],
  ]),
  ...ratesOf({ ...PARCEL, service: 'express' }, [
    ['uk', 895, 80, 1],
    ['near-europe', 1_895, 180, 2],
  ]),
  ...ratesOf({ ...PALLET, service: 'economy' }, [
    ['uk', 1_250, 14, 3],
    ['ireland', 2_450, 22, 5],
    ['near-europe', 3_950, 28, 6],
    ['europe', 5_450, 36, 8],
  ]),
];

/** Products that weigh much more or less than a piece usually does, in grams. */
export const SEEDED_PIECE_WEIGHTS: readonly Row<'piece_weights'>[] = [
  { sku: '84077', grams: 30 },
  { sku: '84950', grams: 110 },
  { sku: '21915', grams: 60 },
  { sku: '21212', grams: 55 },
  { sku: '22616', grams: 65 },
  { sku: '17021', grams: 25 },
  { sku: '21137', grams: 480 },
  { sku: '84029E', grams: 420 },
  { sku: '84029G', grams: 420 },
  { sku: '16237', grams: 15 },
  { sku: '22423', grams: 1_450 },
  { sku: '79321', grams: 650 },
];

/** What an unknown piece weighs, and for how many working days room is looked for. */
export const SEEDED_SETTINGS: Row<'shipping_settings'> = { default_piece_grams: 150, days_tried: 5 };
