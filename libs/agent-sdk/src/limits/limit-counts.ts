import type { Metrics } from '@troupe/observability';

/** How a request for room ended. */
export type LimitOutcome = 'granted' | 'refused' | 'lost' | 'failed';

/** Counts what is asked of shared limits, in the metrics of every service that declared them. */
export interface LimitCounts {
  observe(metrics: Metrics): void;
  /** A request begins; the function returned says how it ended. */
  asked(limit: string): (outcome: LimitOutcome) => void;
  /** A lease begins; the function returned ends it. */
  held(limit: string): () => void;
  lost(limit: string): void;
}

/** Nobody observes at first. */
export const createLimitCounts = (): LimitCounts => {
  const observers = new Set<Metrics>();
  const count = (limit: string, outcome: LimitOutcome): void => {
    for (const { limitRequests } of observers) limitRequests.inc({ limit, outcome });
  };
  return {
    observe: (metrics) => void observers.add(metrics),
    lost: (limit) => count(limit, 'lost'),
    asked: (limit) => {
      const startedMs = performance.now();
      return (outcome) => {
        count(limit, outcome);
        for (const { limitWaitSeconds } of observers)
          limitWaitSeconds.observe({ limit }, (performance.now() - startedMs) / 1_000);
      };
    },
    held: (limit) => {
      for (const { limitHeld } of observers) limitHeld.inc({ limit });
      return () => {
        for (const { limitHeld } of observers) limitHeld.dec({ limit });
      };
    },
  };
};
