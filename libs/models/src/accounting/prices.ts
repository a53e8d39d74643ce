import { TroupeError } from '@troupe/contracts';
import { z } from 'zod';

const micros = z.int().min(0);
const day = z.iso.date();

const price = z.object({
  provider: z.string(),
  model: z.string(),
  /** From which day on it holds. */
  validFrom: day,
  /** Only for requests of at least so many tokens. */
  fromPromptTokens: z.int().min(0).default(0),
  /** Millionths of the currency for a million tokens: of the question, from the cache, into it, of the answer. */
  inputMicros: micros,
  cacheReadMicros: micros.optional(),
  cacheWriteMicros: micros.optional(),
  outputMicros: micros,
  /** Where it was read. */
  source: z.url(),
});

const table = z.object({ currency: z.string().length(3), prices: z.array(price) });

/** What a million tokens of a model cost from some day on. */
export type Price = z.infer<typeof price>;

/** A dated table of prices. */
export interface PriceTable {
  /** Of every amount in it, such as USD. */
  readonly currency: string;
  /**
   * What a model costs at a moment, for a request of so many tokens. A dated version of a model (`gpt-4o-2024-11-20`) costs
   * what the model does, unless the table names it. Undefined when the table does not know.
   */
  find(
    provider: string,
    model: string,
    at: { readonly nowMs: number; readonly promptTokens: number },
  ): Price | undefined;
}

/** `-2024-11-20`, `-20251001` and `-latest` at the end of a model's name. */
const VERSION = /-(\d{4}-\d{2}-\d{2}|\d{8}|latest)$/;

const latest = (one: Price, other: Price): number =>
  other.validFrom.localeCompare(one.validFrom) || other.fromPromptTokens - one.fromPromptTokens;

/**
 * Reads a table of prices.
 * @throws TroupeError CONFIG_INVALID naming the first entry that is wrong
 */
export const readPrices = (json: unknown): PriceTable => {
  const read = table.safeParse(json);
  if (!read.success) {
    const [{ path, message } = { path: [], message: 'cannot be read' }] = read.error.issues;
    throw new TroupeError('CONFIG_INVALID', `The table of prices: ${path.join('.')} ${message}`);
  }
  const { currency, prices } = read.data;
  return {
    currency,
    find: (provider, model, { nowMs, promptTokens }) => {
      const today = new Date(nowMs).toISOString().slice(0, 10);
      const of = (name: string): Price | undefined =>
        prices
          .filter((each) => each.provider === provider && each.model === name)
          .filter((each) => each.validFrom <= today && promptTokens >= each.fromPromptTokens)
          .toSorted(latest)[0];
      return of(model) ?? of(model.replace(VERSION, ''));
    },
  };
};
