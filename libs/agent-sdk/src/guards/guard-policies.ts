import {
  bulkhead,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
  type CircuitBreakerPolicy,
} from 'cockatiel';
import { timedOut } from './guard-failure.ts';

/** Whether calls are let through. */
export type GuardState = 'closed' | 'open' | 'half-open';

/** What the policies are made of. */
export interface PolicyOptions {
  readonly name: string;
  readonly timeoutMs: number;
  readonly atOnce: number;
  readonly waiting: number;
  readonly after: number;
  readonly halfOpenAfterMs: number;
  readonly counts: (error: unknown) => boolean;
  /** Told whenever the breaker changes. */
  readonly onState: (state: GuardState) => void;
}

/** Bulkhead, breaker and timeout around each call. */
export interface Policies {
  execute<Result>(run: (context: { signal: AbortSignal }) => Promise<Result>, signal: AbortSignal): Promise<Result>;
  state(): GuardState;
  /** How long calls are refused from now, in milliseconds; 0 when one would be let through. */
  openForMs(): number;
}

const stateOf = (state: CircuitState): GuardState => {
  if (state === CircuitState.Closed) return 'closed';
  return state === CircuitState.HalfOpen ? 'half-open' : 'open';
};

/**
 * In half-open state the breaker takes an error that does not count for an answer, and closes. A probe that its caller
 * gave up was never answered.
 */
class ProbeAbandoned extends Error {
  override readonly name = 'ProbeAbandoned';
}

/** Ends a call in time; tells a timeout from a caller who gave up. */
const inTime = ({ name, timeoutMs }: PolicyOptions, isProbe: () => boolean) => {
  const policy = timeout(timeoutMs, { strategy: TimeoutStrategy.Aggressive, abortOnReturn: false });
  return async <Result>(run: (context: { signal: AbortSignal }) => Promise<Result>, signal: AbortSignal) => {
    try {
      return await policy.execute(({ signal: until }) => run({ signal: until }), signal);
    } catch (error) {
      if (signal.aborted) throw isProbe() ? new ProbeAbandoned('given up', { cause: error }) : signal.reason;
      throw error instanceof TaskCancelledError ? timedOut(name, timeoutMs, error) : error;
    }
  };
};

const breakerOf = ({ after, halfOpenAfterMs, counts }: PolicyOptions): CircuitBreakerPolicy =>
  circuitBreaker(
    handleWhen((error) => error instanceof ProbeAbandoned || counts(error)),
    { breaker: new ConsecutiveBreaker(after), halfOpenAfter: halfOpenAfterMs },
  );

/** The policies over cockatiel. */
export const createPolicies = (options: PolicyOptions): Policies => {
  const { atOnce, waiting, halfOpenAfterMs, onState } = options;
  const breaker = breakerOf(options);
  const turns = bulkhead(atOnce, waiting);
  const limited = inTime(options, () => breaker.state === CircuitState.HalfOpen);
  let openedMs = 0;
  breaker.onStateChange((state) => {
    if (state === CircuitState.Open) openedMs = Date.now();
    onState(stateOf(state));
  });
  return {
    execute: (run, signal) => turns.execute(() => breaker.execute(() => limited(run, signal), signal), signal),
    state: () => stateOf(breaker.state),
    openForMs: () => (breaker.state === CircuitState.Open ? Math.max(0, openedMs + halfOpenAfterMs - Date.now()) : 0),
  };
};
