import { guard, type Guard } from '@troupe/agent-sdk';
import { TroupeError, type Timing } from '@troupe/contracts';
import type { LanguageModel } from 'ai';
import type { ModelEndpoint, ModelSettings } from '../settings/model-settings.ts';
import { generate, type SendOptions } from './generate.ts';
import { languageModelOf } from './language-models.ts';
import type { ModelCall, ModelReply } from './model-call.ts';
import type { CallOutcome, ModelCounts } from './model-counts.ts';
import { providerFailure, ProviderFailure } from './provider-failure.ts';

/** One model of the chain, with what stands between it and whoever asks. */
export interface ChainLink {
  /** `provider:model`. */
  readonly name: string;
  readonly endpoint: ModelEndpoint;
  readonly guard: Guard;
  /** Sends one request. @throws ProviderFailure · TroupeError of the guard · the signal's reason */
  send(call: ModelCall, options: SendContext): Promise<ModelReply>;
}

/** What goes with a request besides. */
export interface SendContext {
  readonly signal: AbortSignal;
  readonly idempotencyKey: string;
}

/** What links are made of. */
export interface LinkParts {
  readonly settings: Pick<ModelSettings, 'timeoutMs' | 'atOnce' | 'jsonSchema'>;
  readonly counts: ModelCounts;
  readonly timing: Pick<Timing, 'now'>;
  readonly fetch?: typeof fetch;
}

/** A guard's name is in kebab-case: `openai:gpt-5.4-mini` → `openai-gpt-5-4-mini`. */
const guardName = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

const answered = ({ finish }: ModelReply): CallOutcome => {
  if (finish === 'content-filter') return 'refused';
  return finish === 'length' ? 'cut-off' : 'ok';
};

const FAILED: Readonly<Record<ProviderFailure['kind'], CallOutcome>> = {
  rejected: 'rejected',
  busy: 'busy',
  server: 'failed',
  broken: 'failed',
  unreached: 'unavailable',
};

/** What a failed request is counted as. */
const failed = (error: unknown, signal: AbortSignal): CallOutcome => {
  if (signal.aborted) return 'aborted';
  if (error instanceof ProviderFailure) return FAILED[error.kind];
  if (!TroupeError.is(error)) return 'failed';
  if (error.cause instanceof ProviderFailure) return FAILED[error.cause.kind];
  if (error.code === 'TIMEOUT') return 'timed-out';
  return error.code === 'DEPENDENCY_BUSY' ? 'busy' : 'unavailable';
};

/** Loads once, when it is first asked and not as part of a request; what could not be loaded is tried again. */
const loadedOnce = (load: () => Promise<LanguageModel>): (() => Promise<LanguageModel>) => {
  let loaded: Promise<LanguageModel> | undefined;
  return () =>
    (loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
};

/** Sends through the AI SDK; fails with what may be logged. */
const sendBy =
  ({ key }: ModelEndpoint, { timing }: LinkParts) =>
  async (call: ModelCall, options: SendOptions): Promise<ModelReply> => {
    const { signal } = options;
    try {
      return await generate(call, options);
    } catch (error) {
      // Ours come from a `fetch` that replays.
      throw signal.aborted || TroupeError.is(error) ? error : providerFailure(error, { nowMs: timing.now(), key });
    }
  };

/** A model behind a guard of its own, counted. */
export const createLink = (endpoint: ModelEndpoint, parts: LinkParts): ChainLink => {
  const { settings, counts } = parts;
  const name = `${endpoint.provider}:${endpoint.model}`;
  const guarded = guard(guardName(name), { timeout: `${settings.timeoutMs}ms`, atOnce: settings.atOnce });
  const { fetch } = parts;
  const load = loadedOnce(() =>
    languageModelOf(endpoint, { jsonSchema: settings.jsonSchema, ...(fetch && { fetch }) }),
  );
  const send = sendBy(endpoint, parts);
  return {
    name,
    endpoint,
    guard: guarded,
    send: async (call, { signal, idempotencyKey }) => {
      const model = await load();
      const end = counts.begin(name);
      const headers = { 'idempotency-key': idempotencyKey };
      try {
        const reply = await guarded.call(({ signal: inTime }) => send(call, { model, headers, signal: inTime }), {
          signal,
        });
        end(answered(reply));
        return reply;
      } catch (error) {
        end(failed(error, signal));
        throw error;
      }
    },
  };
};
