import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mostSpending, mostUsage, moneyMicrosOf, spendingOfUsage } from './cost.ts';
import { readPrices, type Price } from './prices.ts';

const at = (day: string, promptTokens = 0) => ({ nowMs: Date.parse(`${day}T12:00:00Z`), promptTokens });
const entry = (model: string, more: object) => ({
  provider: 'openai',
  model,
  validFrom: '2026-01-01',
  inputMicros: 1_000_000,
  outputMicros: 4_000_000,
  source: 'https://example.com/prices',
  ...more,
});
const table = readPrices({
  currency: 'USD',
  prices: [
    entry('small', {}),
    entry('small', { validFrom: '2026-07-01', inputMicros: 500_000 }),
    entry('tiered', {}),
    entry('tiered', { fromPromptTokens: 1_001, inputMicros: 2_000_000 }),
    entry('small-2026-03-05', { inputMicros: 9_000_000 }),
  ],
});

describe('a table of prices', () => {
  it('says what holds on a day', () => {
    expect(table.find('openai', 'small', at('2025-12-31'))).toBeUndefined();
    expect(table.find('openai', 'small', at('2026-06-30'))?.inputMicros).toBe(1_000_000);
    expect(table.find('openai', 'small', at('2026-07-01'))?.inputMicros).toBe(500_000);
  });

  it('says what a long request costs where that differs', () => {
    expect(table.find('openai', 'tiered', at('2026-02-01', 1_000))?.inputMicros).toBe(1_000_000);
    expect(table.find('openai', 'tiered', at('2026-02-01', 1_001))?.inputMicros).toBe(2_000_000);
  });

  it('takes a dated version of a model for the model, unless it names it', () => {
    expect(table.find('openai', 'tiered-2026-02-03', at('2026-07-02'))?.model).toBe('tiered');
    expect(table.find('openai', 'small-2026-03-05', at('2026-07-02'))?.inputMicros).toBe(9_000_000);
  });

  it('knows nothing of others: not of a like name, not of the same name elsewhere', () => {
    expect(table.find('openai', 'smaller', at('2026-07-02'))).toBeUndefined();
    expect(table.find('openai-compatible', 'small', at('2026-07-02'))).toBeUndefined();
  });

  it.each([
    [{ currency: 'USD', prices: [entry('small', { inputMicros: 0.5 })] }, /prices\.0\.inputMicros/],
    [{ currency: 'USD', prices: [entry('small', { validFrom: 'always' })] }, /prices\.0\.validFrom/],
    [{ prices: [] }, /currency/],
  ])('is refused with the entry that is wrong (%#)', (json, message) => {
    expect(() => readPrices(json)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringMatching(message) })); // prettier-ignore
  });

  it('of this library has a source and a day for every price', () => {
    const json: unknown = JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8'));
    const { find } = readPrices(json);
    for (const model of ['gpt-5-nano', 'gpt-5-nano-2025-08-07'])
      expect(find('openai', model, at('2026-12-01'))).toBeDefined();
    expect(find('anthropic', 'claude-haiku-5-5', at('2026-12-01', 100_001))).toMatchObject({ inputMicros: 500_000 });
  });
});

const price: Price = {
  ...entry('small', {}),
  fromPromptTokens: 0,
  inputMicros: 3_000_000,
  cacheReadMicros: 300_000,
  cacheWriteMicros: 3_750_000,
  outputMicros: 15_000_000,
};

describe('what a request costs', () => {
  it('is counted in whole millionths, by what was fresh, cached and written', () => {
    expect(moneyMicrosOf({ inputTokens: 1_000, outputTokens: 100 }, price)).toBe(4_500);
    expect(moneyMicrosOf({ inputTokens: 1_000, cacheReadTokens: 900, cacheWriteTokens: 100, outputTokens: 0 }, price)).toBe(645); // prettier-ignore
    expect(moneyMicrosOf({ inputTokens: 1, outputTokens: 0 }, { ...price, inputMicros: 50_000 })).toBe(1);
  });

  it('is counted in tokens alone where nobody knows the price', () => {
    expect(spendingOfUsage({ inputTokens: 10, outputTokens: 5 }, undefined)).toEqual({ tokens: 15, moneyMicros: 0 });
  });

  it('is never more than what was leased, however text becomes tokens and whatever is cached', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(5_000), fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (text, most, cached, share) => {
        // No encoding of bytes into tokens makes more tokens than there are bytes.
        const inputTokens = Math.floor(Buffer.byteLength(text) * share);
        const cacheReadTokens = cached % (inputTokens + 1);
        const usage = { inputTokens, cacheReadTokens, cacheWriteTokens: inputTokens - cacheReadTokens, outputTokens: most };
        const leased = mostSpending(mostUsage(text, most), price);
        const used = spendingOfUsage(usage, price);
        expect(used.tokens).toBeLessThanOrEqual(leased.tokens);
        expect(used.moneyMicros).toBeLessThanOrEqual(leased.moneyMicros);
      }),
    ); // prettier-ignore
  });
});
