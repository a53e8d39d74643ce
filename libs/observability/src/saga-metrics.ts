import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** From one that only computes to one that waits for people, in seconds. */
const RESOLUTION_BUCKETS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60, 600, 3_600, 86_400, 604_800];

/** What an operator of sagas looks at. */
export interface SagaMetrics {
  /** From when the log took what started a saga until it was completed or rejected. */
  readonly sagaResolutionSeconds: Histogram<'saga' | 'outcome'>;
  /** Facts that came before the event that starts their saga, by what became of them. */
  readonly sagaEarlyFacts: Counter<'saga' | 'fate'>;
  /** Completions that came too late, by what was done about them. */
  readonly sagaLateCompletions: Counter<'saga' | 'policy'>;
  /** What operators wanted of instances, by whether it was applied. */
  readonly sagaInstructions: Counter<'saga' | 'action' | 'outcome'>;
  /** Partitions of this process that wait for a definition which it does not know. */
  readonly sagaPartitionsHeld: Gauge;
}

/** Registers them. */
export const createSagaMetrics = (registers: Registry[]): SagaMetrics => ({
  sagaResolutionSeconds: new Histogram({
    name: 'troupe_saga_resolution_seconds',
    help: 'From when the log took what started a saga until it was completed or rejected',
    labelNames: ['saga', 'outcome'],
    buckets: RESOLUTION_BUCKETS,
    registers,
  }),
  sagaEarlyFacts: new Counter({
    name: 'troupe_saga_early_facts_total',
    help: 'Facts that came before the event that starts their saga, by what became of them',
    labelNames: ['saga', 'fate'],
    registers,
  }),
  sagaLateCompletions: new Counter({
    name: 'troupe_saga_late_completions_total',
    help: 'Completions that came too late, by what was done about them',
    labelNames: ['saga', 'policy'],
    registers,
  }),
  sagaInstructions: new Counter({
    name: 'troupe_saga_instructions_total',
    help: 'What operators wanted of instances, by whether it was applied',
    labelNames: ['saga', 'action', 'outcome'],
    registers,
  }),
  sagaPartitionsHeld: new Gauge({
    name: 'troupe_saga_partitions_held',
    help: 'Partitions of this process that wait for a definition which it does not know',
    registers,
  }),
});
