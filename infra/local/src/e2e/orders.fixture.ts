/** What shall become of an order. */
export type Fate = 'good' | 'short' | 'risky' | 'unshippable';

/** An order as the gateway takes it, and what shall become of it. */
export interface TestOrder {
  readonly key: string;
  readonly fate: Fate;
  readonly body: object;
}

const PRODUCTS = 8;
const ON_HAND = 10_000;

/** What lies in the warehouse of every fleet under test. */
export const STOCK: readonly { readonly sku: string; readonly onHand: number }[] = Array.from(
  { length: PRODUCTS },
  (_, index) => ({ sku: `SKU-${index}`, onHand: ON_HAND }),
);

const FIRST_DAY_MS = Date.UTC(2010, 0, 4, 8);
const DAY_MS = 86_400_000;
/** Carriers have room for so many parcels a day, so orders are spread over days. */
const ORDERS_A_DAY = 20;
const PRICE_MINOR = 255;

let made = 0;

/** One order of a new customer over two products. */
export const newOrder = (fate: Fate = 'good'): TestOrder => {
  const index = made++;
  const quantity = 1 + (index % 3);
  const skus = fate === 'short' ? ['SKU-0', 'NOT-KEPT'] : [`SKU-${index % PRODUCTS}`, `SKU-${(index + 1) % PRODUCTS}`];
  const lines = skus.map((sku) => ({ sku, description: 'RED CANDLE', quantity, unitPriceMinor: PRICE_MINOR }));
  return {
    key: `order-${process.pid}-${index}`,
    fate,
    body: {
      customerId: `customer-${index}`,
      placedAt: new Date(FIRST_DAY_MS + Math.floor(index / ORDERS_A_DAY) * DAY_MS).toISOString(),
      country: fate === 'unshippable' ? 'ZZ' : 'GB',
      currency: 'GBP',
      totalMinor: lines.length * quantity * PRICE_MINOR + (fate === 'risky' ? 1 : 0),
      lines,
    },
  };
};

const FATES: readonly Fate[] = ['good', 'good', 'good', 'short', 'good', 'risky', 'good', 'unshippable'];

/** Orders of every fate in turn, most of them good. */
export const anyOrder = (): TestOrder => newOrder(FATES[made % FATES.length]);
