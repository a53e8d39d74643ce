import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openHistory, type TestHistory } from './history.fixture.ts';
import { pastOrders, remember } from './history-store.ts';
import { NOON, order } from './orders.fixture.ts';
import { readPolicy } from './rules-store.ts';
import { SEEDED_FLAG_FROM, SEEDED_RULES } from './seeded-rules.ts';

let history: TestHistory;

beforeAll(async () => {
  history = await openHistory('fraud-history');
});
afterAll(() => history.close());

const keep = (changes: Parameters<typeof order>[0], flagged = false, conversationId: string = randomUUID()) =>
  history.commit((tx) => remember(tx, { conversationId, order: order(changes), flagged }));
const past = (customerId: string, placedAt = NOON) => history.commit((tx) => pastOrders(tx, { customerId, placedAt }));

describe('the history of a customer', () => {
  it('holds what the rules look at, the latest first', async () => {
    await keep({ customerId: 'ann', placedAt: NOON - 2, country: 'IE', totalMinor: 2 ** 40 }, true);
    await keep({ customerId: 'ann', placedAt: NOON - 1 });
    await keep({ customerId: 'bob' });
    const common = { currency: 'GBP', largestQuantity: 10 };
    expect(await past('ann')).toEqual([
      { ...common, placedAt: NOON - 1, country: 'GB', totalMinor: 2_500, flagged: false },
      { ...common, placedAt: NOON - 2, country: 'IE', totalMinor: 2 ** 40, flagged: true },
    ]);
  });

  it('judges an order that arrives late by what was placed before it only', async () => {
    await keep({ customerId: 'late', placedAt: NOON + 1 });
    await keep({ customerId: 'late', placedAt: NOON });
    expect((await past('late')).map(({ placedAt }) => placedAt)).toEqual([NOON]);
  });

  it('takes in each conversation once', async () => {
    const conversation = randomUUID();
    const first = await keep({ customerId: 'once' }, false, conversation);
    const second = await keep({ customerId: 'once' }, true, conversation);
    expect([first, second]).toEqual([true, false]);
    expect(await past('once')).toHaveLength(1);
  });
});

describe('the rules', () => {
  const policy = () => history.commit(readPolicy);

  it('are seeded by the migration', async () => {
    const { rules, flagFrom } = await policy();
    const seeded = SEEDED_RULES.map(({ rule, weight, parameter, reason }) => ({ rule, weight, parameter, reason }));
    expect(rules).toHaveLength(seeded.length);
    expect(rules).toEqual(expect.arrayContaining(seeded));
    expect(flagFrom).toBe(SEEDED_FLAG_FROM);
  });

  it('count from the next order on when the table changes', async () => {
    await history.db.updateTable('risk_rules').set({ enabled: false }).where('rule', '<>', 'new-country').execute();
    await history.db.updateTable('risk_rules').set({ weight: 0.25 }).where('rule', '=', 'new-country').execute();
    expect((await policy()).rules).toMatchObject([{ rule: 'new-country', weight: 0.25 }]);
    await history.db.updateTable('risk_rules').set({ enabled: false }).execute();
    expect(await policy()).toEqual({ rules: [], flagFrom: SEEDED_FLAG_FROM });
  });

  it.each([{ weight: 1 }, { weight: -0.1 }, { parameter: -1 }])('are refused by their table: %o', async (change) => {
    await expect(history.db.updateTable('risk_rules').set(change).execute()).rejects.toThrow(/check constraint/);
  });

  it('say what is missing when the settings are gone', async () => {
    const emptied = history.commit(async (tx) => {
      await tx.deleteFrom('risk_settings').execute();
      return readPolicy(tx);
    });
    await expect(emptied).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
