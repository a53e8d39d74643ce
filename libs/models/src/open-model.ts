import { readFileSync } from 'node:fs';
import { ensureError, systemTiming, TroupeError, type Timing } from '@troupe/contracts';
import { refuseInsideTransaction } from '@troupe/agent-sdk';
import { readPrices, type PriceTable } from './accounting/prices.ts';
import { askModel } from './ask/ask-model.ts';
import type { Ask, AskingContext, DataQuestion, Question } from './ask/question.ts';
import type { Chain } from './calls/ask-chain.ts';
import { createLink, type ChainLink } from './calls/chain-link.ts';
import { createModelCounts, type ModelCounts } from './calls/model-counts.ts';
import type { Model } from './model.ts';
import type { ModelSettings } from './settings/model-settings.ts';

/** What a model is made of besides its settings. */
export interface OpenModelOptions {
  /** Sends requests. Default: Node's own; one that records or replays in specs. */
  readonly fetch?: typeof fetch;
  readonly timing?: Timing;
}

/** What providers asked for when this was written, each with its source. */
const BUILT_IN_PRICES = new URL('./accounting/prices.json', import.meta.url);

const pricesOf = ({ pricesFile }: ModelSettings): PriceTable => {
  try {
    return readPrices(JSON.parse(readFileSync(pricesFile ?? BUILT_IN_PRICES, 'utf8')));
  } catch (error) {
    const why = ensureError(error).message;
    throw TroupeError.is(error) ? error : new TroupeError('CONFIG_INVALID', `LLM_PRICES cannot be read: ${why}`);
  }
};

const linksOf = (settings: ModelSettings, options: OpenModelOptions, counts: ModelCounts): Chain['links'] => {
  const { timing = systemTiming, fetch } = options;
  const link = (endpoint: ModelSettings['chain'][number]): ChainLink =>
    createLink(endpoint, { settings, counts, timing, ...(fetch && { fetch }) });
  const [first, ...others] = settings.chain;
  return [link(first), ...others.map(link)];
};

/** Whether the client of a provider hands the schema on; others read it in their instructions. */
const takesNoSchema = ({ chain, jsonSchema }: ModelSettings): boolean =>
  !jsonSchema && chain.some(({ provider }) => provider === 'openai-compatible');

/**
 * Opens the models that the environment names; undefined where it names none, and the agent does without.
 * Nothing is loaded or sent before the first question.
 * @throws TroupeError CONFIG_INVALID when the file of prices cannot be read
 *
 * @example
 * const { settings } = loadServiceConfig(process.env, { name: 'judge', settings: modelSettings });
 * const model = openModel(settings.model);
 */
export const openModel = (settings: ModelSettings | undefined, options: OpenModelOptions = {}): Model | undefined => {
  if (settings === undefined) return undefined;
  const counts = createModelCounts();
  const links = linksOf(settings, options, counts);
  const chain: Chain = { links, counts, prices: pricesOf(settings), timing: options.timing ?? systemTiming };
  const defaults = { chain, maxOutputTokens: settings.maxOutputTokens, schemaInText: takesNoSchema(settings) };
  const ask = (question: Question | DataQuestion<unknown>, context: AskingContext) => {
    refuseInsideTransaction('A model was asked');
    return askModel(question, context, defaults);
  };
  return {
    name: 'model',
    first: links[0].name,
    available: () => links.some(({ guard }) => guard.available()),
    observe: (metrics) => {
      counts.observe(metrics);
      for (const { guard } of links) guard.observe(metrics);
    },
    // Data of the type that the question's schema parses to.
    ask: ask as Ask,
  };
};
