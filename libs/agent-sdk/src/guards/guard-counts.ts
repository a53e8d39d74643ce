import type { Metrics } from '@troupe/observability';
import type { GuardOutcome } from './guard-failure.ts';
import type { GuardState } from './guard-policies.ts';

/** Counts the calls of one guard, in the metrics of every service that declared it. */
export interface GuardCounts {
  observe(metrics: Metrics, state: GuardState): void;
  state(state: GuardState): void;
  /** A call begins; the function returned says how it ended. */
  begin(): (outcome: GuardOutcome) => void;
}

const LEVELS: Readonly<Record<GuardState, number>> = { closed: 0, 'half-open': 1, open: 2 };

/** Nobody observes at first. */
export const createGuardCounts = (name: string): GuardCounts => {
  const observers = new Set<Metrics>();
  return {
    observe: (metrics, state) => {
      observers.add(metrics);
      metrics.guardState.set({ guard: name }, LEVELS[state]);
    },
    state: (state) => {
      for (const { guardState } of observers) guardState.set({ guard: name }, LEVELS[state]);
    },
    begin: () => {
      const startedMs = performance.now();
      return (outcome) => {
        for (const { guardCalls, guardSeconds } of observers) {
          guardCalls.inc({ guard: name, outcome });
          guardSeconds.observe({ guard: name }, (performance.now() - startedMs) / 1_000);
        }
      };
    },
  };
};
