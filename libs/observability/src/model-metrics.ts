import { Counter, Histogram, type Registry } from 'prom-client';

/** From a small model near by to a long answer of a large one, in seconds. */
const MODEL_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160];

/** What models are asked, and what that comes to. */
export interface ModelMetrics {
  /** Requests to models, by who was asked and how it ended. */
  readonly modelCalls: Counter<'model' | 'outcome'>;
  /** From a request to a model until its answer, in seconds. */
  readonly modelSeconds: Histogram<'model' | 'outcome'>;
  /** Tokens that models read and wrote. */
  readonly modelTokens: Counter<'model' | 'direction'>;
  /** What that cost, in millionths; of models whose price is known. */
  readonly modelMoneyMicros: Counter<'model'>;
}

/** Registers them. */
export const createModelMetrics = (registers: Registry[]): ModelMetrics => ({
  modelCalls: new Counter({
    name: 'troupe_model_calls_total',
    help: 'Requests to models, by how they ended',
    labelNames: ['model', 'outcome'],
    registers,
  }),
  modelSeconds: new Histogram({
    name: 'troupe_model_seconds',
    help: 'Time from a request to a model until its answer',
    labelNames: ['model', 'outcome'],
    buckets: MODEL_BUCKETS,
    registers,
  }),
  modelTokens: new Counter({
    name: 'troupe_model_tokens_total',
    help: 'Tokens that models read and wrote',
    labelNames: ['model', 'direction'],
    registers,
  }),
  modelMoneyMicros: new Counter({
    name: 'troupe_model_money_micros_total',
    help: 'What models cost, in millionths, where their price is known',
    labelNames: ['model'],
    registers,
  }),
});
