import type { Metrics } from '@troupe/observability';
import type { Spending } from '@troupe/agent-sdk';
import type { Usage } from '../accounting/cost.ts';

/** How a request to a model ended. */
export type CallOutcome =
  'ok' | 'refused' | 'cut-off' | 'rejected' | 'busy' | 'failed' | 'timed-out' | 'unavailable' | 'aborted';

/** Counts what models are asked, in the metrics of every service that declared them. */
export interface ModelCounts {
  observe(metrics: Metrics): void;
  /** A request begins; the function returned says how it ended. */
  begin(model: string): (outcome: CallOutcome) => void;
  /** What an answer used. */
  used(model: string, usage: Usage, spending: Spending): void;
}

/** Nobody observes at first. */
export const createModelCounts = (): ModelCounts => {
  const observers = new Set<Metrics>();
  return {
    observe: (metrics) => void observers.add(metrics),
    begin: (model) => {
      const startedMs = performance.now();
      return (outcome) => {
        for (const { modelCalls, modelSeconds } of observers) {
          modelCalls.inc({ model, outcome });
          modelSeconds.observe({ model, outcome }, (performance.now() - startedMs) / 1_000);
        }
      };
    },
    used: (model, { inputTokens, outputTokens }, { moneyMicros }) => {
      for (const { modelTokens, modelMoneyMicros } of observers) {
        modelTokens.inc({ model, direction: 'in' }, inputTokens);
        modelTokens.inc({ model, direction: 'out' }, outputTokens);
        modelMoneyMicros.inc({ model }, moneyMicros);
      }
    },
  };
};
