import { systemTiming, waitBy, type Timing } from '@troupe/contracts';
import type { Database, SignalSender } from '@troupe/database';
import type { IncomingRecord, LogReader, Publisher, Task } from '@troupe/messaging';
import type { Metrics } from '@troupe/observability';
import type { Kysely } from 'kysely';
import { hasJoins, hasSteps } from './agent-migrations.ts';
import { createCustody, type Custody } from './dead-letters/custody.ts';
import { deadLetterTopic } from './delivery/dead-letter.ts';
import { DEFAULT_BUDGET, type Spending } from './budget/account.ts';
import { forgetBudgets } from './budget/budget-tables.ts';
import { createConversationLimits, type ConversationLimits } from './budget/conversation-limits.ts';
import type { Decider } from './delivery/decider.ts';
import { createOutages } from './delivery/outage.ts';
import { createPipeline, type Pipeline } from './delivery/pipeline.ts';
import { attemptsOf, type PipelineParts } from './delivery/pipeline-parts.ts';
import { createPureDecider } from './delivery/pure-decider.ts';
import { createStoredDecider } from './delivery/stored-decider.ts';
import { hookedAgent } from './hooks/hooked-agent.ts';
import { createJoins } from './join/joins.ts';
import { createLapses, type Lapses } from './join/lapses.ts';
import { purgePairs } from './join/waiting-store.ts';
import { createPaidSteps, type SpendWatch } from './steps/payments.ts';
import { maintainSteps } from './steps/step-table.ts';
import { createSteps, type Steps } from './steps/steps.ts';
import { createRelay } from './relay/create-relay.ts';
import { createDecisionStore } from './store/decision-store.postgres.ts';
import type { DecisionStore } from './store/decision-store.ts';
import { createGroupCommit } from './store/group-commit.ts';
import { keepDaysOf } from './store/keep-days.ts';
import { createPrecedents } from './store/precedents.ts';

/** What the delivery of an agent needs of the world. */
export interface DeliveryOptions extends Pick<PipelineParts, 'agent' | 'codec' | 'log' | 'wait' | 'tracing'> {
  readonly publisher: Pick<Publisher, 'publish'>;
  /** The agent's own schema, migrated. Absent exactly for a pure agent. */
  readonly database?: Pick<Database<object>, 'db'>;
  /** Where decisions are kept. Default: the tables of that schema. */
  readonly store?: DecisionStore;
  /**
   * Where dead letters are followed: then conversations are parked behind them, and what is released is handled again. The
   * subscriber has to read `deadLetterTopic(agent.name)` too. Default: nobody follows them.
   */
  readonly deadLetters?: {
    readonly reader: LogReader;
    /** The number of partitions of every topic. */
    readonly partitions: number;
  };
  readonly metrics?: Metrics;
  /** Where `emit` of `prepare` goes to. Default: nowhere. */
  readonly signals?: Pick<SignalSender, 'emit'>;
  /** Default: the clocks and timers of the process. */
  readonly timing?: Timing;
  /** What a conversation may use up whose account is opened here. Default: `DEFAULT_BUDGET`. */
  readonly budget?: Spending;
  /** Milliseconds since 1970 UTC. Default: that of `timing`. */
  readonly clock?: () => number;
  /** The partitions that this process owns now. */
  readonly partitions: () => readonly number[];
  /** See `Subscriber.caughtUp`. */
  readonly caughtUp: (partition: number, signal: AbortSignal) => Promise<boolean>;
  /** How long what is consumed can be read again, in milliseconds: see `Topics.readableForMs`. Default: for ever. */
  readonly readableForMs?: () => Promise<number>;
}

/** An agent between a subscriber and a publisher. */
export interface Delivery {
  /** Deals with one record for good: see `createPipeline`, and `Custody` for those of the log of dead letters. */
  readonly handle: Pipeline;
  /** `sweep`, then reads what is held: to be awaited when partitions were gained, before any record of them is handled. */
  assigned(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  /** To be called when partitions are not owned any more. */
  revoked(): void;
  /** Publishes what was decided and not delivered in these partitions, before any record of them is handled. */
  sweep(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  /** Decides about events whose partner did not come in time. To be called every second. */
  lapse(signal: AbortSignal): Promise<void>;
  /** Makes room for the days around now and forgets what cannot be read again. To be called at start and hourly. */
  maintain(): Promise<void>;
  /** The servers that records wait for. */
  outages(): readonly string[];
  /** Gives up what is under way; it comes again. Idempotent. */
  close(): Promise<void>;
}

/** What differs between an agent with a store and one without. */
interface Keeping {
  readonly decider: Decider;
  /** Adds what only an agent with a store has. */
  readonly equip?: (parts: PipelineParts) => PipelineParts;
  readonly lapses?: (parts: PipelineParts) => Lapses;
  sweep(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  maintain(nowMs: number): Promise<void>;
  close(): Promise<void>;
}

const DAY_MS = 86_400_000;

const done = (): Promise<void> => Promise.resolve();

const keepNothing = ({ publisher, agent }: DeliveryOptions): Keeping => ({
  decider: createPureDecider(publisher, deadLetterTopic(agent.name)),
  sweep: done,
  maintain: done,
  close: done,
});

/** A statement that fails although the database is there fails soon: its event has attempts of its own. */
const STATEMENT_ATTEMPTS = { attempts: 3, initialMs: 50, maxMs: 500 };

/** Renewed for as long as its call goes on. */
const LEASE_MS = 60_000;

const spendWatch = ({ budgetSpent, budgetLeased }: Metrics): SpendWatch => ({
  spent: (agent, { tokens, moneyMicros }) => {
    budgetSpent.inc({ agent, resource: 'tokens' }, tokens);
    budgetSpent.inc({ agent, resource: 'money' }, moneyMicros);
  },
  leased: ({ agent, upTo: { tokens, moneyMicros } }, change) => {
    budgetLeased.inc({ agent, resource: 'tokens' }, change * tokens);
    budgetLeased.inc({ agent, resource: 'money' }, change * moneyMicros);
  },
});

const keepSteps = (
  db: Kysely<object>,
  { budget: limit = DEFAULT_BUDGET, signals }: DeliveryOptions,
  parts: PipelineParts,
): Steps =>
  createSteps({
    agent: parts.agent.name,
    ...(signals && { signals }),
    steps: createPaidSteps(db, {
      limit,
      leaseMs: LEASE_MS,
      ...(parts.metrics && { spend: spendWatch(parts.metrics) }),
    }),
    attempts: (context) => attemptsOf(parts, context, STATEMENT_ATTEMPTS),
    ...(parts.tracing && { tracing: parts.tracing }),
  });

const keepIn = ({ db }: Pick<Database<object>, 'db'>, options: DeliveryOptions): Keeping => {
  const { agent, publisher, partitions, log, metrics, tracing, caughtUp } = options;
  const { timing = systemTiming } = options;
  const measured = { ...(metrics && { metrics }), ...(tracing && { tracing }) };
  const store = options.store ?? createDecisionStore({ db });
  const commit = createGroupCommit({ database: { db }, store, timing, ...measured });
  const relay = createRelay({ store, publisher, partitions, log, timing, ...measured });
  return {
    decider: createStoredDecider({ decider: agent.name, commit, relay }),
    ...(hasJoins(agent) && {
      lapses: (parts) => createLapses({ ...parts, db, caughtUp }),
    }),
    equip: (basic) => {
      const preparing = () => ({
        steps: keepSteps(db, options, basic),
        precedents: createPrecedents({ db, decider: agent.name, timing }),
      });
      const parts = hasSteps(agent) ? { ...basic, ...preparing() } : basic;
      return hasJoins(agent) ? { ...parts, joins: createJoins({ ...parts, db }) } : parts;
    },
    sweep: (owned, signal) => relay.sweep(owned, signal),
    maintain: async (nowMs) => {
      const keepDays = await keepDaysOf(options);
      await store.maintain({ nowMs, keepDays });
      if (hasSteps(agent)) await maintainSteps(db, { nowMs, keepDays });
      if (Number.isFinite(keepDays)) await forgetBudgets(db, keepDays);
      if (hasJoins(agent) && Number.isFinite(keepDays)) await purgePairs(db, keepDays * DAY_MS);
    },
    close: async () => {
      await commit.close();
      await relay.close();
    },
  };
};

const observer =
  (agent: string, metrics: Metrics | undefined): PipelineParts['observe'] =>
  (type, fate, seconds) => {
    metrics?.events.inc({ agent, type, outcome: fate });
    metrics?.handlerSeconds.observe({ agent, type }, seconds);
  };

const custodyOf = ({ deadLetters }: DeliveryOptions, parts: PipelineParts): Custody | undefined =>
  deadLetters && createCustody({ ...parts, ...deadLetters });

const limitsOf = ({ agent, metrics }: DeliveryOptions): ConversationLimits =>
  createConversationLimits({
    ...agent.limits,
    ...(metrics && { exhausted: (resource) => metrics.budgetExhausted.inc({ agent: agent.name, resource }) }),
  });

/** Events go through the policies; what the log of dead letters says is acted upon. */
const handlerOf = (pipeline: Pipeline, custody: Custody | undefined, agent: string): Pipeline => {
  const deadTopic = deadLetterTopic(agent);
  return (record: IncomingRecord, task: Task) =>
    custody !== undefined && record.topic === deadTopic ? custody.handle(record, task) : pipeline(record, task);
};

/** Puts the policies, the store and the relay of one agent together. */
export const createDelivery = (given: DeliveryOptions): Delivery => {
  const options = { ...given, agent: hookedAgent(given.agent, given.metrics) };
  const { agent, codec, log, tracing, database, metrics, partitions, timing = systemTiming } = options;
  const { wait = waitBy(timing), clock = timing.now } = options;
  const keeping = database === undefined ? keepNothing(options) : keepIn(database, options);
  const outages = createOutages({ log, ...(metrics && { serverUp: metrics.serverUp }) });
  const { decider } = keeping;
  const observe = observer(agent.name, metrics);
  const basic: PipelineParts = {
    agent,
    codec,
    log,
    clock,
    decider,
    outages,
    observe,
    limits: limitsOf(options),
    random: timing.random,
    wait,
    ...(tracing && { tracing }),
    ...(metrics && { metrics }),
  };
  const parts = keeping.equip?.(basic) ?? basic;
  const custody = custodyOf(options, parts);
  const holding: PipelineParts = { ...parts, ...(custody && { holding: custody }) };
  const lapses = keeping.lapses?.(holding);
  return {
    handle: handlerOf(createPipeline(holding), custody, agent.name),
    assigned: async (owned, signal) => {
      await keeping.sweep(owned, signal);
      await custody?.assigned(owned, signal);
    },
    revoked: () => custody?.revoked(),
    sweep: (owned, signal) => keeping.sweep(owned, signal),
    lapse: async (signal) => lapses?.sweep(partitions(), signal),
    maintain: () => keeping.maintain(clock()),
    outages: () => outages.current(),
    close: () => {
      custody?.revoked();
      return keeping.close();
    },
  };
};
