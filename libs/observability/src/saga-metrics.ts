import { Counter, type Registry } from 'prom-client';

/** What an operator of sagas looks at. */
export interface SagaMetrics {
  /** Facts that came before the event that starts their saga, by what became of them. */
  readonly sagaEarlyFacts: Counter<'saga' | 'fate'>;
}

/** Registers them. */
export const createSagaMetrics = (registers: Registry[]): SagaMetrics => ({
  sagaEarlyFacts: new Counter({
    name: 'troupe_saga_early_facts_total',
    help: 'Facts that came before the event that starts their saga, by what became of them',
    labelNames: ['saga', 'fate'],
    registers,
  }),
});
