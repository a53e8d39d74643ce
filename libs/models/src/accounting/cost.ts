import type { Spending } from '@troupe/agent-sdk';
import type { Price } from './prices.ts';

/** Tokens of one request and its answer. */
export interface Usage {
  /** All that was read, from a cache or not. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Of what was read: what came from the provider's cache. */
  readonly cacheReadTokens?: number;
  /** Of what was read: what was put into it. */
  readonly cacheWriteTokens?: number;
}

const MILLION = 1_000_000;

/** What that cost, in millionths, rounded up to the next. */
export const moneyMicrosOf = (usage: Usage, price: Price): number => {
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const { inputMicros, outputMicros, cacheReadMicros = inputMicros, cacheWriteMicros = inputMicros } = price;
  const fresh = Math.max(0, inputTokens - cacheReadTokens - cacheWriteTokens);
  const millionths =
    fresh * inputMicros +
    cacheReadTokens * cacheReadMicros +
    cacheWriteTokens * cacheWriteMicros +
    outputTokens * outputMicros;
  return Math.ceil(millionths / MILLION);
};

/** What a request used, in tokens and in money; no money where nobody knows the price. */
export const spendingOfUsage = (usage: Usage, price: Price | undefined): Spending => ({
  tokens: usage.inputTokens + usage.outputTokens,
  moneyMicros: price === undefined ? 0 : moneyMicrosOf(usage, price),
});

/** Tokens that a provider adds to what it is sent: roles, its own instructions about tools and formats. */
const ADDED_TOKENS = 1_000;

/**
 * What a request can use at most: a token stands for at least one byte of what is sent, and the answer is bounded. The
 * bytes of the text are therefore a true bound, three or four times what will be used.
 */
export const mostUsage = (sent: string, maxOutputTokens: number): Usage => {
  const inputTokens = Buffer.byteLength(sent) + ADDED_TOKENS;
  return { inputTokens, outputTokens: maxOutputTokens };
};

/** The same as an amount: everything that is read at its dearest. */
export const mostSpending = (usage: Usage, price: Price | undefined): Spending => {
  if (price === undefined) return spendingOfUsage(usage, price);
  const { inputMicros, cacheWriteMicros = inputMicros } = price;
  return spendingOfUsage(usage, { ...price, inputMicros: Math.max(inputMicros, cacheWriteMicros) });
};

/** Two amounts together. */
export const plus = (one: Spending, other: Spending): Spending => ({
  tokens: one.tokens + other.tokens,
  moneyMicros: one.moneyMicros + other.moneyMicros,
});
