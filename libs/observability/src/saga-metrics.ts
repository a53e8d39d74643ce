import { Counter, Gauge, type Registry } from 'prom-client';

/** What an operator of sagas looks at. */
export interface SagaMetrics {
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
