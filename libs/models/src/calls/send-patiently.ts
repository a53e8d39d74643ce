import { backoffMs } from '@troupe/agent-sdk';
import { TroupeError, type Timing, waitBy } from '@troupe/contracts';
import type { ChainLink, SendContext } from './chain-link.ts';
import type { ModelCall, ModelReply } from './model-call.ts';
import { ProviderFailure } from './provider-failure.ts';

/** Requests to one model for one answer at most. */
const MOST_ATTEMPTS = 3;

/** The longest pause that is waited out here, in milliseconds. What takes longer is waited for by delivery. */
const LONGEST_PAUSE_MS = 20_000;

const PAUSE = { initialMs: 500, maxMs: LONGEST_PAUSE_MS };

/** What one model did not answer with, and what that came to. */
export interface LinkFailure {
  readonly link: ChainLink;
  /** A ProviderFailure, or a TroupeError of the guard. */
  readonly error: Error;
  /** Whether the provider may charge for it: an answer was begun, and nobody knows how far it came. */
  readonly charged: boolean;
  /** When it makes sense to come back, in milliseconds; of one that has too much to do, or is away. */
  readonly retryAfterMs?: number;
}

/** An answer, or why there is none. */
export type Sent = { readonly reply: ModelReply } | { readonly failure: LinkFailure };

const providerFailureIn = (error: Error): ProviderFailure | undefined =>
  [error, error.cause].find((each) => each instanceof ProviderFailure);

/** Nothing is charged for what never reached a model, or was refused by its server. */
const mayCost = (error: Error): boolean => {
  const failure = providerFailureIn(error);
  if (failure !== undefined) return failure.kind === 'broken';
  const inner = TroupeError.is(error) && error.code === 'DEPENDENCY_UNAVAILABLE' ? error.cause : error;
  return TroupeError.is(inner) && inner.code === 'TIMEOUT';
};

const passes = ({ kind }: ProviderFailure): boolean => kind === 'busy' || kind === 'server' || kind === 'unreached';

/** How long to wait before the next attempt; undefined when there is to be none. */
const pauseAfter = (error: Error, attempt: number, random: number): number | undefined => {
  if (!(error instanceof ProviderFailure) || !passes(error) || attempt >= MOST_ATTEMPTS) return undefined;
  const pauseMs = error.retryAfterMs ?? backoffMs(PAUSE, attempt, random);
  return pauseMs <= LONGEST_PAUSE_MS ? pauseMs : undefined;
};

const BUSY_FOR_MS = 1_000;

/** When an error says to come back: a guard's own, or a provider that has too much to do. */
const comesBackMs = (error: Error): number | undefined => {
  if (error instanceof ProviderFailure) return error.kind === 'busy' ? (error.retryAfterMs ?? BUSY_FOR_MS) : undefined;
  const told = TroupeError.is(error) ? error.details['retryAfterMs'] : undefined;
  return typeof told === 'number' ? told : undefined;
};

const failureOf = (link: ChainLink, error: Error): Sent => {
  const retryAfterMs = comesBackMs(error);
  return { failure: { link, error, charged: mayCost(error), ...(retryAfterMs !== undefined && { retryAfterMs }) } };
};

/** One of ours that no other model would change. */
const isHopeless = (error: Error): boolean => TroupeError.is(error) && !error.retryable;

/**
 * Sends a request to one model, again after 429, 5xx and when it cannot be reached: at most three times, and only when
 * nothing is charged for what failed.
 * @throws the signal's reason when it aborts · TroupeError MODEL_UNRECORDED of traffic that is replayed
 */
export const sendPatiently = async (
  link: ChainLink,
  call: ModelCall,
  context: SendContext & { readonly timing: Timing },
): Promise<Sent> => {
  const { timing, signal } = context;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return { reply: await link.send(call, context) };
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof Error) || isHopeless(thrown)) throw thrown;
      const pauseMs = pauseAfter(thrown, attempt, timing.random());
      if (pauseMs === undefined) return failureOf(link, thrown);
      await waitBy(timing)(pauseMs, signal);
    }
  }
};
