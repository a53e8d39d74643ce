import { TroupeError } from '@troupe/contracts';
import type { LanguageModel } from 'ai';
import type { ModelEndpoint } from '../settings/model-settings.ts';
import { loadSdk } from './load-sdk.ts';

/** What every model is reached with. */
export interface Reach {
  /** Default: Node's own. */
  readonly fetch?: typeof fetch;
  /** Whether OpenAI-compatible servers take a JSON Schema. */
  readonly jsonSchema: boolean;
}

type Load = (endpoint: ModelEndpoint, reach: Reach) => Promise<LanguageModel>;

const accessOf = ({ baseUrl, key }: ModelEndpoint, reach: Reach) => ({
  ...(baseUrl !== undefined && { baseURL: baseUrl }),
  ...(key && { apiKey: key.reveal() }),
  ...(reach.fetch && { fetch: reach.fetch }),
});

const LOADERS: Readonly<Record<ModelEndpoint['provider'], Load>> = {
  openai: async (endpoint, reach) => {
    const { createOpenAI } = await import('@ai-sdk/openai');
    // Chat Completions: what every server and gateway that calls itself OpenAI's speaks.
    return createOpenAI(accessOf(endpoint, reach)).chat(endpoint.model);
  },
  anthropic: async (endpoint, reach) => {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic(accessOf(endpoint, reach))(endpoint.model);
  },
  'openai-compatible': async (endpoint, reach) => {
    const { baseUrl } = endpoint;
    if (baseUrl === undefined) throw new TroupeError('CONFIG_INVALID', 'LLM_BASE_URL is missing');
    const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
    return createOpenAICompatible({
      ...accessOf(endpoint, reach),
      name: 'openai-compatible',
      baseURL: baseUrl,
      includeUsage: true,
      supportsStructuredOutputs: reach.jsonSchema,
    })(endpoint.model);
  },
};

/** Loads the AI SDK, and the client of a model's provider; of the others nothing is loaded. */
export const languageModelOf: Load = async (endpoint, reach) => {
  const [model] = await Promise.all([LOADERS[endpoint.provider](endpoint, reach), loadSdk()]);
  return model;
};
