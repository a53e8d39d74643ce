import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { above, judge, NOTHING, type Spending } from './account.ts';

const amount = fc.record({ tokens: fc.nat(1_000), moneyMicros: fc.nat(1_000) });
const within = ({ tokens, moneyMicros }: Spending, limit: Spending): boolean =>
  tokens <= limit.tokens && moneyMicros <= limit.moneyMicros;
const plus = (...amounts: readonly Spending[]): Spending => ({
  tokens: amounts.reduce((sum, { tokens }) => sum + tokens, 0),
  moneyMicros: amounts.reduce((sum, { moneyMicros }) => sum + moneyMicros, 0),
});

describe('judge', () => {
  it('grants exactly what fits beside all that is leased, and calls used up only what can never fit', () => {
    fc.assert(
      fc.property(amount, amount, amount, amount, (limit, spent, leased, upTo) => {
        fc.pre(within(plus(spent, leased), limit));
        const { kind } = judge({ limit, spent, leased }, upTo);
        expect(kind === 'granted').toBe(within(plus(spent, leased, upTo), limit));
        expect(kind === 'exhausted').toBe(!within(plus(spent, upTo), limit));
      }),
    );
  });

  it('does not ask about what is not wanted: an account of tokens may be overdrawn while money is left', () => {
    const account = { limit: { tokens: 10, moneyMicros: 10 }, spent: { tokens: 12, moneyMicros: 0 }, leased: NOTHING };
    expect(judge(account, { tokens: 0, moneyMicros: 10 })).toEqual({ kind: 'granted' });
    expect(judge(account, { tokens: 1, moneyMicros: 0 })).toMatchObject({ kind: 'exhausted', resource: 'tokens' });
  });
});

describe('above', () => {
  it('is what is missing, and never less than nothing', () =>
    expect(above({ tokens: 5, moneyMicros: 1 }, { tokens: 2, moneyMicros: 3 })).toEqual({ tokens: 3, moneyMicros: 0 }));
});
