import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { createBoundMetrics, type BoundMetrics } from './bound-metrics.ts';
import { createModelMetrics, type ModelMetrics } from './model-metrics.ts';
import { createSagaMetrics, type SagaMetrics } from './saga-metrics.ts';

/** From a handler that does nothing to one that waits for a model, in seconds. */
const HANDLER_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const COMMIT_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const BLOCKED_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const BATCH_BUCKETS = [1, 2, 4, 8, 16, 32, 64];

/** Every metric of Troupe by its role. What is not used by a service stays out of its page. */
export interface Metrics extends BoundMetrics, ModelMetrics, SagaMetrics {
  readonly registry: Registry;
  /** Records dealt with, by agent, event type and what became of them. */
  readonly events: Counter<'agent' | 'type' | 'outcome'>;
  /** From taking a record out of its queue until it is dealt with, in seconds. */
  readonly handlerSeconds: Histogram<'agent' | 'type'>;
  /** Records in flight or queued in this process. */
  readonly inFlight: Gauge;
  /** 0 while records wait for a server that is away, 1 when they no longer do. */
  readonly serverUp: Gauge<'server'>;
  /** From the first statement of a shared transaction until its commit, in seconds. */
  readonly commitSeconds: Histogram;
  /** Decisions that shared one commit. */
  readonly commitBatch: Histogram;
  /** Decisions published by the relay. */
  readonly relayed: Counter;
  /** Decisions that are stored and not yet acknowledged by Kafka, as far as this process knows. */
  readonly undelivered: Gauge;
  /** Attempts of the relay that failed. */
  readonly relayFailures: Counter;
  /** What hooks said of events before, and of conclusions after their handling. */
  readonly hookVerdicts: Counter<'agent' | 'moment' | 'verdict'>;
  /** How long the event loop stood still while an agent handled events, where it was over 100 ms; in seconds. */
  readonly loopBlockedSeconds: Histogram<'agent'>;
  /** What a circuit breaker does: 0 lets calls through, 1 lets one try, 2 refuses. */
  readonly guardState: Gauge<'guard'>;
  /** Calls of a dependency, by how they ended. */
  readonly guardCalls: Counter<'guard' | 'outcome'>;
  /** From asking for a call of a dependency until it ended, its wait for a turn included, in seconds. */
  readonly guardSeconds: Histogram<'guard'>;
  /** Requests for room in a shared limit, by how they ended. */
  readonly limitRequests: Counter<'limit' | 'outcome'>;
  /** How long room in a shared limit was waited for, in seconds. */
  readonly limitWaitSeconds: Histogram<'limit'>;
  /** Leases of a shared limit that this process holds. */
  readonly limitHeld: Gauge<'limit'>;
  /** Requests that the gateway has kept and that are not yet in Kafka, as far as it looks. */
  readonly edgeUndelivered: Gauge;
  /** The same in bytes. */
  readonly edgeUndeliveredBytes: Gauge;
  /** Requests that were refused with 429, by why. */
  readonly edgeRefused: Counter<'reason'>;
  /** Events that an agent holds in the partitions of this process: dead letters, and what is parked behind them. */
  readonly deadLettersHeld: Gauge<'agent'>;
  /** Conversations of which later events wait. */
  readonly conversationsParked: Gauge<'agent'>;
  /** Records of the log of dead letters that were followed, by what they say. */
  readonly deadLetterMarkers: Counter<'agent' | 'marker'>;
  /** Tokens, and millionths of money, that were charged to conversations. */
  readonly budgetSpent: Counter<'agent' | 'resource'>;
  /** The same, leased by calls that are under way in this process. */
  readonly budgetLeased: Gauge<'agent' | 'resource'>;
  /** What of conversations an agent was the first to find used up. */
  readonly budgetExhausted: Counter<'agent' | 'resource'>;
  /** Pairs of events that were awaited together, by how they ended. */
  readonly joinPairs: Counter<'agent' | 'outcome'>;
}

const eventMetrics = (registers: Registry[]): Pick<Metrics, 'events' | 'handlerSeconds' | 'inFlight'> => ({
  events: new Counter({
    name: 'troupe_events_total',
    help: 'Records dealt with, by agent, event type and outcome',
    labelNames: ['agent', 'type', 'outcome'],
    registers,
  }),
  handlerSeconds: new Histogram({
    name: 'troupe_handler_seconds',
    help: 'Time from taking a record out of its queue until it is dealt with',
    labelNames: ['agent', 'type'],
    buckets: HANDLER_BUCKETS,
    registers,
  }),
  inFlight: new Gauge({ name: 'troupe_in_flight', help: 'Records in flight or queued in this process', registers }),
});

const commitMetrics = (registers: Registry[]): Pick<Metrics, 'commitSeconds' | 'commitBatch'> => ({
  commitSeconds: new Histogram({
    name: 'troupe_group_commit_seconds',
    help: 'Time of a transaction that several decisions share',
    buckets: COMMIT_BUCKETS,
    registers,
  }),
  commitBatch: new Histogram({
    name: 'troupe_group_commit_decisions',
    help: 'Decisions that shared one commit',
    buckets: BATCH_BUCKETS,
    registers,
  }),
});

const relayMetrics = (registers: Registry[]): Pick<Metrics, 'relayed' | 'undelivered' | 'relayFailures'> => ({
  relayed: new Counter({ name: 'troupe_relay_published_total', help: 'Decisions published by the relay', registers }),
  undelivered: new Gauge({
    name: 'troupe_relay_undelivered',
    help: 'Decisions stored and not yet acknowledged by Kafka, as far as this process knows',
    registers,
  }),
  relayFailures: new Counter({
    name: 'troupe_relay_failures_total',
    help: 'Attempts of the relay to publish that failed',
    registers,
  }),
});

const guardMetrics = (registers: Registry[]): Pick<Metrics, 'guardState' | 'guardCalls' | 'guardSeconds'> => ({
  guardState: new Gauge({
    name: 'troupe_guard_state',
    help: 'What a circuit breaker does: 0 lets calls through, 1 lets one try, 2 refuses',
    labelNames: ['guard'],
    registers,
  }),
  guardCalls: new Counter({
    name: 'troupe_guard_calls_total',
    help: 'Calls of a dependency, by how they ended',
    labelNames: ['guard', 'outcome'],
    registers,
  }),
  guardSeconds: new Histogram({
    name: 'troupe_guard_seconds',
    help: 'Time of a call of a dependency, its wait for a turn included',
    labelNames: ['guard'],
    buckets: HANDLER_BUCKETS,
    registers,
  }),
});

const limitMetrics = (registers: Registry[]): Pick<Metrics, 'limitRequests' | 'limitWaitSeconds' | 'limitHeld'> => ({
  limitRequests: new Counter({
    name: 'troupe_limit_requests_total',
    help: 'Requests for room in a shared limit, by how they ended',
    labelNames: ['limit', 'outcome'],
    registers,
  }),
  limitWaitSeconds: new Histogram({
    name: 'troupe_limit_wait_seconds',
    help: 'How long room in a shared limit was waited for',
    labelNames: ['limit'],
    buckets: HANDLER_BUCKETS,
    registers,
  }),
  limitHeld: new Gauge({
    name: 'troupe_limit_held',
    help: 'Leases of a shared limit that this process holds',
    labelNames: ['limit'],
    registers,
  }),
});

const edgeMetrics = (
  registers: Registry[],
): Pick<Metrics, 'edgeUndelivered' | 'edgeUndeliveredBytes' | 'edgeRefused'> => ({
  edgeUndelivered: new Gauge({
    name: 'troupe_gateway_undelivered',
    help: 'Requests that are kept and not yet in Kafka, up to the bound',
    registers,
  }),
  edgeUndeliveredBytes: new Gauge({
    name: 'troupe_gateway_undelivered_bytes',
    help: 'Bytes of requests that are kept and not yet in Kafka, up to the bound of their number',
    registers,
  }),
  edgeRefused: new Counter({
    name: 'troupe_gateway_refused_total',
    help: 'Requests that were refused with 429, by reason',
    labelNames: ['reason'],
    registers,
  }),
});

const deadLetterMetrics = (
  registers: Registry[],
): Pick<Metrics, 'deadLettersHeld' | 'conversationsParked' | 'deadLetterMarkers'> => ({
  deadLettersHeld: new Gauge({
    name: 'troupe_dead_letters_held',
    help: 'Events that are held in the partitions of this process, dead letters and what is parked behind them',
    labelNames: ['agent'],
    registers,
  }),
  conversationsParked: new Gauge({
    name: 'troupe_conversations_parked',
    help: 'Conversations in the partitions of this process of which later events wait',
    labelNames: ['agent'],
    registers,
  }),
  deadLetterMarkers: new Counter({
    name: 'troupe_dead_letter_records_total',
    help: 'Records of the log of dead letters that this process followed, by what they say',
    labelNames: ['agent', 'marker'],
    registers,
  }),
});

const budgetMetrics = (
  registers: Registry[],
): Pick<Metrics, 'budgetSpent' | 'budgetLeased' | 'budgetExhausted' | 'joinPairs'> => ({
  budgetSpent: new Counter({
    name: 'troupe_budget_spent_total',
    help: 'Tokens, and millionths of money, that were charged to conversations',
    labelNames: ['agent', 'resource'],
    registers,
  }),
  budgetLeased: new Gauge({
    name: 'troupe_budget_leased',
    help: 'Tokens, and millionths of money, leased by calls that are under way in this process',
    labelNames: ['agent', 'resource'],
    registers,
  }),
  budgetExhausted: new Counter({
    name: 'troupe_budget_exhausted_total',
    help: 'What of conversations an agent was the first to find used up',
    labelNames: ['agent', 'resource'],
    registers,
  }),
  joinPairs: new Counter({
    name: 'troupe_join_pairs_total',
    help: 'Pairs of events that were awaited together, by how they ended',
    labelNames: ['agent', 'outcome'],
    registers,
  }),
});

/** The metrics of one process, in a registry of its own, beside those of Node. */
export const createMetrics = (service: string): Metrics => {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  // A sample of the event loop's delay wakes the process; ten a second are enough and cost an idle service nothing.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  const registers = [registry];
  return {
    registry,
    ...eventMetrics(registers),
    ...createBoundMetrics(registers),
    ...commitMetrics(registers),
    ...relayMetrics(registers),
    hookVerdicts: new Counter({
      name: 'troupe_hook_verdicts_total',
      help: 'What hooks said of events and conclusions',
      labelNames: ['agent', 'moment', 'verdict'],
      registers,
    }),
    loopBlockedSeconds: new Histogram({
      name: 'troupe_event_loop_blocked_seconds',
      help: 'How long the event loop stood still while events were handled, where it was over 100 ms',
      labelNames: ['agent'],
      buckets: BLOCKED_BUCKETS,
      registers,
    }),
    ...guardMetrics(registers),
    ...limitMetrics(registers),
    ...edgeMetrics(registers),
    ...deadLetterMetrics(registers),
    ...budgetMetrics(registers),
    ...createModelMetrics(registers),
    ...createSagaMetrics(registers),
    serverUp: new Gauge({
      name: 'troupe_server_up',
      help: '0 while records wait for a server that is away, 1 when they no longer do',
      labelNames: ['server'],
      registers,
    }),
  };
};
