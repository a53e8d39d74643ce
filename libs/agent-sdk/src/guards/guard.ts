import { durationMs, TroupeError, type Duration } from '@troupe/contracts';
import type { Dependency } from '../dependency.ts';
import { createGuardCounts } from './guard-counts.ts';
import { asFailure, isUnavailability, refusedBecauseOpen } from './guard-failure.ts';
import { createPolicies, type GuardState } from './guard-policies.ts';
import { orAborted } from './or-aborted.ts';

/** How calls of one dependency are guarded. */
export interface GuardOptions {
  /** How long one call may take, from when it is let through. Default '60s'. */
  readonly timeout?: Duration;
  /** Calls side by side in this process. Default 16. */
  readonly atOnce?: number;
  /** Calls that wait for their turn; the next is refused. Default 1,000. */
  readonly waiting?: number;
  readonly breaker?: {
    /** Failures in a row after which calls are refused. Default 5. */
    readonly after?: number;
    /** How long they are refused before one call tries whether it is there again. Default '10s'. */
    readonly halfOpenAfter?: Duration;
    /**
     * Whether an error says that the dependency is away, not that it refused this request. Default: a timeout, and
     * whatever is no Troupe error and has no HTTP status below 500 (other than 408, 425 and 429).
     */
    readonly counts?: (error: unknown) => boolean;
  };
}

/** What a guarded call is given. */
export interface GuardedContext {
  /** Aborted when the call takes too long or its caller gives up: pass it on. */
  readonly signal: AbortSignal;
}

/** Calls of one dependency: a model, a tool, another service. Its failures stay its own. */
export interface Guard extends Dependency {
  /**
   * Calls it: waits for a turn, refuses at once while it is known to be away, ends after the timeout.
   * @throws TroupeError DEPENDENCY_UNAVAILABLE: it is away, `details.retryAfterMs` says when it is asked again ·
   * DEPENDENCY_BUSY: too many wait · TIMEOUT · the signal's reason · what `run` threw
   */
  call<Result>(
    run: (context: GuardedContext) => Promise<Result>,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result>;
  /** 'open' while calls are refused, 'half-open' while one of them tries whether it is there again. */
  state(): GuardState;
}

interface GuardSettings {
  readonly timeoutMs: number;
  readonly atOnce: number;
  readonly waiting: number;
  readonly after: number;
  readonly halfOpenAfterMs: number;
  readonly counts: (error: unknown) => boolean;
}

const settingsOf = ({ timeout = '60s', atOnce = 16, waiting = 1_000, breaker = {} }: GuardOptions): GuardSettings => ({
  timeoutMs: durationMs(timeout),
  atOnce,
  waiting,
  after: breaker.after ?? 5,
  halfOpenAfterMs: durationMs(breaker.halfOpenAfter ?? '10s'),
  counts: breaker.counts ?? isUnavailability,
});

const validate = (name: string, settings: GuardSettings): void => {
  const { timeoutMs, halfOpenAfterMs, atOnce, after, waiting } = settings;
  const isCount = (count: number): boolean => Number.isInteger(count) && count >= 1;
  const problems = [
    ...(/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) ? [] : [`its name must be in kebab-case, such as 'openai'`]),
    ...(timeoutMs > 0 && halfOpenAfterMs > 0 ? [] : ['timeout and breaker.halfOpenAfter must be longer than nothing']),
    ...(isCount(atOnce) && isCount(after) ? [] : ['atOnce and breaker.after must be whole numbers from 1']),
    ...(Number.isInteger(waiting) && waiting >= 0 ? [] : ['waiting must be a whole number from 0']),
  ];
  if (problems.length > 0)
    throw new TroupeError('DEFINITION_INVALID', `Guard '${name}': ${problems.join('; ')}`, { details: { problems } });
};

/**
 * A circuit breaker, a bulkhead and a timeout around the calls of one dependency, in this order: what is known to be away
 * is refused before it takes a turn, and waiting for a turn is not part of the timeout. One value per dependency and process.
 * @throws TroupeError DEFINITION_INVALID · CONFIG_INVALID when a duration cannot be read
 *
 * @example
 * const openai = guard('openai', { timeout: '60s', atOnce: 8, breaker: { after: 5, halfOpenAfter: '10s' } });
 * const answer = await openai.call(({ signal }) => model.generate(prompt, { signal }), { signal });
 */
export const guard = (name: string, options: GuardOptions = {}): Guard => {
  const settings = settingsOf(options);
  validate(name, settings);
  const counts = createGuardCounts(name);
  const policies = createPolicies({ name, ...settings, onState: (state) => counts.state(state) });
  return {
    name,
    state: () => policies.state(),
    available: () => policies.state() !== 'open',
    observe: (metrics) => counts.observe(metrics, policies.state()),
    call: async (run, { signal = new AbortController().signal } = {}) => {
      signal.throwIfAborted();
      const end = counts.begin();
      try {
        const openForMs = policies.openForMs();
        if (openForMs > 0) throw refusedBecauseOpen(name, openForMs);
        const result = await orAborted(policies.execute(run, signal), signal);
        end('ok');
        return result;
      } catch (error) {
        const failure = asFailure(error, { name, signal, openForMs: policies.openForMs(), counts: settings.counts });
        end(failure.outcome);
        throw failure.error;
      }
    },
  };
};
