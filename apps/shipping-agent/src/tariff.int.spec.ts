import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openCarriers, type TestCarriers } from './bookings.fixture.ts';
import { shippingOptions } from './shipping-options.ts';
import { readTariff, type TariffRequest } from './tariff-store.ts';

let carriers: TestCarriers;

beforeAll(async () => {
  carriers = await openCarriers('tariff');
});
afterAll(() => carriers.close());

const tariffOf = (changes: Partial<TariffRequest>) =>
  carriers.commit((tx) => readTariff(tx, { country: 'GB', currency: 'GBP', lines: [], ...changes }));

describe('the tariff', () => {
  it('weighs what it knows by the table and the rest as usual', async () => {
    const lines = [
      { sku: '84077', quantity: 2_880 },
      { sku: 'unknown', quantity: 2 },
    ];
    expect((await tariffOf({ lines })).weightGrams).toBe(2_880 * 30 + 2 * 150);
  });

  it.each(['GB', 'IE', 'DE', 'FR', 'AU', 'NL', 'NO'])('goes to %s', async (country) => {
    const { zone, rates, daysTried } = await tariffOf({ country });
    expect(zone).not.toBeNull();
    const parcel = { weightGrams: 20_000, placedAt: 0 };
    expect(shippingOptions(rates, { parcel, daysTried })).not.toEqual([]);
  });

  it('takes the largest orders to where they come from', async () => {
    const { rates } = await tariffOf({});
    expect(Math.max(...rates.map(({ maxWeightGrams }) => maxWeightGrams))).toBeGreaterThan(4_280 * 150);
  });

  it('leaves some countries without a zone, and currencies without a rate', async () => {
    expect(await tariffOf({ country: 'BR' })).toMatchObject({ zone: null, rates: [] });
    expect(await tariffOf({ currency: 'JPY' })).toMatchObject({ zone: 'uk', rates: [] });
  });

  it('follows a change of the table at once', async () => {
    await carriers.db.updateTable('shipping_settings').set({ default_piece_grams: 300 }).execute();
    expect((await tariffOf({ lines: [{ sku: 'unknown', quantity: 1 }] })).weightGrams).toBe(300);
  });

  it('says what is missing when its settings are gone', async () => {
    await expect(
      carriers.commit(async (tx) => {
        await tx.deleteFrom('shipping_settings').execute();
        return readTariff(tx, { country: 'GB', currency: 'GBP', lines: [] });
      }),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
