import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assess } from './assess.ts';
import { largestQuantity, type Order, type PastOrder } from './order.ts';
import { SEEDED_FLAG_FROM, SEEDED_RULES } from './seeded-rules.ts';

interface Entry {
  readonly kind: 'order' | 'cancellation';
  readonly invoice: string;
  readonly order: Omit<Order, 'placedAt'> & { readonly placedAt: string };
}

const FILE = join(import.meta.dirname, '../../../examples/orders.jsonl');

const realOrders = (): (Order & { readonly invoice: string })[] =>
  readFileSync(FILE, 'utf8')
    .trimEnd()
    .split('\n')
    // Its form is checked by the script that makes it.
    .map((line) => JSON.parse(line) as Entry)
    .filter(({ kind }) => kind === 'order')
    .map(({ invoice, order }) => ({ ...order, invoice, placedAt: Date.parse(order.placedAt) }));

describe('the seeded rules', () => {
  it('let most real orders pass and flag those that stand out', () => {
    const history = new Map<string, readonly PastOrder[]>();
    const flagged = realOrders().flatMap((order) => {
      const past = history.get(order.customerId) ?? [];
      const verdict = assess(order, past, { rules: SEEDED_RULES, flagFrom: SEEDED_FLAG_FROM });
      const remembered = { ...order, largestQuantity: largestQuantity(order), flagged: verdict.flagged };
      history.set(order.customerId, [remembered, ...past]);
      return verdict.flagged ? [{ invoice: order.invoice, rules: verdict.reasons.map(({ rule }) => rule) }] : [];
    });
    expect(flagged).toEqual([
      { invoice: '536373', rules: ['amount-above-usual', 'orders-within-the-hour'] },
      { invoice: '536544', rules: ['large-guest-order', 'large-first-order'] },
      { invoice: '536592', rules: ['large-guest-order', 'large-first-order'] },
      { invoice: '536736', rules: ['amount-above-usual', 'unusual-quantity'] },
      { invoice: '536809', rules: ['unusual-quantity', 'large-first-order'] },
      { invoice: '536830', rules: ['unusual-quantity', 'large-first-order'] },
    ]);
  });
});
