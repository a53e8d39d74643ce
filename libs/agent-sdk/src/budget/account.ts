/** An amount of what models and tools use up. */
export interface Spending {
  readonly tokens: number;
  /** Money in millionths of the unit of the currency that the environment reckons in. */
  readonly moneyMicros: number;
}

/** What a conversation may use up unless the environment says otherwise: BUDGET_TOKENS and BUDGET_MONEY_MICROS. */
export const DEFAULT_BUDGET: Spending = { tokens: 500_000, moneyMicros: 5_000_000 };

/** What of a conversation's account can be used up. */
export type SpendingResource = 'tokens' | 'money';

/** One conversation's account. */
export interface Account {
  readonly limit: Spending;
  readonly spent: Spending;
  /** The sum of all leases, of which nobody knows yet what they will come to. */
  readonly leased: Spending;
}

/** Whether a lease may be had. */
export type Verdict =
  | { readonly kind: 'granted' }
  /** Not now: leases that are under way may give something back. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'exhausted'; readonly resource: SpendingResource; readonly limit: number; readonly spent: number };

const RESOURCES = [
  ['tokens', 'tokens'],
  ['money', 'moneyMicros'],
] as const;

/** Nothing at all. */
export const NOTHING: Spending = { tokens: 0, moneyMicros: 0 };

/** An amount with what was left out of it filled in. */
export const spendingOf = (some: Partial<Spending>): Spending => ({ ...NOTHING, ...some });

/** What `one` is above `other`, never below nothing. */
export const above = (one: Spending, other: Spending): Spending => ({
  tokens: Math.max(0, one.tokens - other.tokens),
  moneyMicros: Math.max(0, one.moneyMicros - other.moneyMicros),
});

/** Whether it is any amount: whole numbers from 0. */
export const isSpending = ({ tokens, moneyMicros }: Spending): boolean =>
  [tokens, moneyMicros].every((amount) => Number.isSafeInteger(amount) && amount >= 0);

/** A lease of `upTo` may be had if nothing goes beyond the limit, even if everything that is leased is used up. */
export const judge = ({ limit, spent, leased }: Account, upTo: Spending): Verdict => {
  for (const [resource, unit] of RESOURCES)
    if (upTo[unit] > 0 && spent[unit] + upTo[unit] > limit[unit])
      return { kind: 'exhausted', resource, limit: limit[unit], spent: spent[unit] };
  const fits = RESOURCES.every(
    ([, unit]) => upTo[unit] === 0 || spent[unit] + leased[unit] + upTo[unit] <= limit[unit],
  );
  return { kind: fits ? 'granted' : 'wait' };
};
