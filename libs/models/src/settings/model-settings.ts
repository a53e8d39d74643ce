import { durationMs, isDuration } from '@troupe/contracts';
import { z } from 'zod';
import { secret, type Secret } from './secret.ts';

/** Whose API is spoken. */
export const PROVIDERS = ['openai', 'anthropic', 'openai-compatible'] as const;

/** One of them. */
export type Provider = (typeof PROVIDERS)[number];

/** One model, and how it is reached. */
export interface ModelEndpoint {
  readonly provider: Provider;
  readonly model: string;
  /** Base of its API. Default: the provider's own. */
  readonly baseUrl?: string;
  /** Absent for a server that asks for none. */
  readonly key?: Secret;
}

/** How models are asked, as the environment says. */
export interface ModelSettings {
  /** Who is asked first, and who instead when that fails, in this order. */
  readonly chain: readonly [ModelEndpoint, ...ModelEndpoint[]];
  /** How long one request may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Requests side by side to one model, in this process. */
  readonly atOnce: number;
  /** Tokens of one answer at most, unless the prompt says otherwise. */
  readonly maxOutputTokens: number;
  /** Whether OpenAI-compatible servers take a JSON Schema; else it is written into the instructions. */
  readonly jsonSchema: boolean;
  /** A file of prices that replaces the one of this library. */
  readonly pricesFile?: string;
}

const count = (most: number, otherwise: number) =>
  z.coerce
    .number('must be a number')
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(most, `must be at most ${most}`)
    .default(otherwise);

const address = z.url({ protocol: /^https?$/, error: 'must be an address, such as https://host/v1' }).optional();

const variables = z.object({
  LLM_PROVIDER: z.enum(PROVIDERS, `must be one of ${PROVIDERS.join(', ')}`).optional(),
  LLM_MODEL: z.string().min(1).optional(),
  LLM_FALLBACKS: z.string().default(''),
  LLM_BASE_URL: address,
  LLM_API_KEY: z.string().min(1).optional(),
  OPENAI_API_KEY: z.string().min(1).optional(),
  OPENAI_BASE_URL: address,
  ANTHROPIC_API_KEY: z.string().min(1).optional(),
  ANTHROPIC_BASE_URL: address,
  LLM_TIMEOUT: z.string().refine(isDuration, "must be a duration longer than nothing, such as '30s'").default('2m'),
  LLM_AT_ONCE: count(1_000, 8),
  LLM_MAX_OUTPUT_TOKENS: count(1_000_000, 8_192),
  LLM_JSON_SCHEMA: z.stringbool('must be true or false').default(true),
  LLM_PRICES: z.string().min(1).optional(),
  LLM_PROMPTS: z
    .string()
    .regex(
      /^([a-z][a-z0-9-]*@[a-z0-9-]+)?( *, *[a-z][a-z0-9-]*@[a-z0-9-]+)*$/,
      'must be name@version, separated by commas',
    )
    .default(''),
});

type Variables = z.infer<typeof variables>;

/** What the environment says of each provider. */
const access = (env: Variables): Readonly<Record<Provider, Omit<ModelEndpoint, 'provider' | 'model'>>> => {
  const known = (baseUrl: string | undefined, key: string | undefined) => ({
    ...(baseUrl !== undefined && { baseUrl }),
    ...(key !== undefined && { key: secret(key) }),
  });
  return {
    openai: known(env.OPENAI_BASE_URL, env.OPENAI_API_KEY),
    anthropic: known(env.ANTHROPIC_BASE_URL, env.ANTHROPIC_API_KEY),
    'openai-compatible': known(env.LLM_BASE_URL, env.LLM_API_KEY),
  };
};

interface Named {
  readonly provider: Provider;
  readonly model: string;
}

const isProvider = (name: string): name is Provider => (PROVIDERS as readonly string[]).includes(name);

/** `provider:model`; what is no such pair is undefined. */
const readFallback = (text: string): Named | undefined => {
  const colon = text.indexOf(':');
  const [provider, model] = [text.slice(0, colon), text.slice(colon + 1)];
  return isProvider(provider) && model !== '' ? { provider, model } : undefined;
};

const fallbacksIn = (list: string): readonly (Named | undefined)[] =>
  list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map(readFallback);

type Problem = readonly [variable: keyof Variables, message: string];

const accessProblems = ({ provider }: Named, env: Variables): readonly Problem[] => {
  if (provider === 'openai' && env.OPENAI_API_KEY === undefined)
    return [['OPENAI_API_KEY', 'is missing: models of openai need it']];
  if (provider === 'anthropic' && env.ANTHROPIC_API_KEY === undefined)
    return [['ANTHROPIC_API_KEY', 'is missing: models of anthropic need it']];
  return provider === 'openai-compatible' && env.LLM_BASE_URL === undefined
    ? [['LLM_BASE_URL', 'is missing: write the base address of the server, such as http://127.0.0.1:11434/v1']]
    : [];
};

const problemsOf = (env: Variables): readonly Problem[] => {
  const { LLM_PROVIDER: provider, LLM_MODEL: model, LLM_FALLBACKS: fallbacks } = env;
  if (provider === undefined)
    return model !== undefined || fallbacks !== ''
      ? [['LLM_PROVIDER', `is missing: write one of ${PROVIDERS.join(', ')}`]]
      : [];
  if (model === undefined) return [['LLM_MODEL', 'is missing: write the name that the provider gives the model']];
  const others = fallbacksIn(fallbacks);
  const unread: readonly Problem[] = others.includes(undefined)
    ? [['LLM_FALLBACKS', 'must be provider:model, separated by commas']]
    : [];
  const named = [{ provider, model }, ...others.filter((each) => each !== undefined)];
  return [...unread, ...named.flatMap((each) => accessProblems(each, env))];
};

const endpointsOf = (env: Variables, first: Named): ModelSettings['chain'] => {
  const reach = access(env);
  const endpoint = (named: Named): ModelEndpoint => ({ ...named, ...reach[named.provider] });
  const others = fallbacksIn(env.LLM_FALLBACKS).filter((each) => each !== undefined);
  return [endpoint(first), ...others.map(endpoint)];
};

const settingsOf = (env: Variables): ModelSettings | undefined => {
  const { LLM_PROVIDER: provider, LLM_MODEL: model } = env;
  if (provider === undefined || model === undefined) return undefined;
  return {
    chain: endpointsOf(env, { provider, model }),
    timeoutMs: durationMs(env.LLM_TIMEOUT),
    atOnce: env.LLM_AT_ONCE,
    maxOutputTokens: env.LLM_MAX_OUTPUT_TOKENS,
    jsonSchema: env.LLM_JSON_SCHEMA,
    ...(env.LLM_PRICES !== undefined && { pricesFile: env.LLM_PRICES }),
  };
};

/** `name@3, other@latest` by name. */
const pinsOf = ({ LLM_PROMPTS: list }: Variables): Readonly<Record<string, string>> =>
  Object.fromEntries(
    list
      .split(',')
      .map((pin) => pin.trim().split('@'))
      .flatMap(([name, version]) => (name && version ? [[name, version]] : [])),
  );

/**
 * Reads which model is asked, from the `LLM_*` variables and the keys that providers name, undefined where none is chosen;
 * and which versions of prompts are pinned.
 * For `settings` of `loadServiceConfig`, alone or beside an agent's own (`z.object({ … }).and(modelSettings)`).
 */
export const modelSettings = variables
  .superRefine((env, context) => {
    for (const [variable, message] of problemsOf(env)) context.addIssue({ code: 'custom', path: [variable], message });
  })
  .transform((env) => ({ model: settingsOf(env), prompts: pinsOf(env) }));

/** What an agent's settings have by it. */
export type WithModelSettings = z.infer<typeof modelSettings>;
