import { deriveId, ensureError, EventHeld, type Draft, type Envelope, type EventDefinition } from '@troupe/contracts';
import {
  ItemsReserved,
  OrderCancelled,
  OrderFlagged,
  OrderVerified,
  ShipmentBooked,
  TransactionCreated,
} from '@troupe/contracts';
import { createLocalCodec, toHeaders, type Codec, type IncomingRecord, type Task } from '@troupe/messaging';
import type { Transaction } from 'kysely';
import pino from 'pino';
import { createConversationLimits } from '../budget/conversation-limits.ts';
import { EVERY_AGENT_PUBLISHES, type AgentDefinition } from '../define-agent.ts';
import type { Decision } from '../store/decision.ts';
import type { Decider } from './decider.ts';
import { createOutages, type Outages } from './outage.ts';
import type { Fate, PipelineParts } from './pipeline-parts.ts';

export const definitions: readonly EventDefinition[] = [
  TransactionCreated,
  OrderVerified,
  OrderFlagged,
  ItemsReserved,
  OrderCancelled,
  ShipmentBooked,
  ...EVERY_AGENT_PUBLISHES,
];
export const codec = createLocalCodec(definitions);

export const order = TransactionCreated({
  customerId: 'c-1',
  placedAt: 0,
  country: 'GB',
  currency: 'GBP',
  totalMinor: 1_000,
  lines: [{ sku: '85123A', description: 'holder', quantity: 2, unitPriceMinor: 500 }],
});
export const verified = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'rules@1' });
export const flagged = OrderFlagged({ score: 0.9, reasons: [], decidedBy: 'rules@1' });

export const envelope = (more: Partial<Envelope> = {}): Envelope => ({
  id: deriveId('event', 'e-1'),
  type: 'transaction.created',
  source: 'gateway',
  timeMs: 1_700_000_000_000,
  conversationId: 'conversation-1',
  lamport: 4,
  hops: 64,
  tenant: 'default',
  ...more,
});

/** A record as the log would hand it out. */
export const recordOf = async (draft: Draft, more: Partial<Envelope> = {}, at = 7n): Promise<IncomingRecord> => {
  const headers = toHeaders(envelope({ type: draft.type, ...more }));
  const value = await codec.encode(draft.definition, draft.data);
  const key = more.conversationId ?? 'conversation-1';
  return { topic: draft.type, partition: 3, offset: at, key, value, headers, appendedMs: 1_700_000_000_100 };
};

export const task = (signal: AbortSignal = new AbortController().signal): Task => ({
  epoch: 1,
  signal,
  isCurrent: () => !signal.aborted,
});

/** Records but for `event.held`, which goes with every dead letter. */
export const besidesHeld = <Rec extends { readonly topic: string }>(records: readonly Rec[]): readonly Rec[] =>
  records.filter(({ topic }) => topic !== EventHeld.type);

/** Decides in memory; tells in which order it was asked. */
export interface MemoryDecider extends Decider {
  readonly decisions: Map<string, Decision>;
  readonly delivered: Decision[];
  /** What the next calls fail with. */
  readonly failures: { decide: unknown[]; deliver: unknown[] };
}

export const memoryDecider = (steps: string[] = []): MemoryDecider => {
  const decisions = new Map<string, Decision>();
  const delivered: Decision[] = [];
  const failures: MemoryDecider['failures'] = { decide: [], deliver: [] };
  const deliver = (decision: Decision): Promise<void> => {
    steps.push('deliver');
    if (failures.deliver.length > 0) return Promise.reject(ensureError(failures.deliver.shift()));
    delivered.push(decision);
    return Promise.resolve();
  };
  return {
    decisions,
    delivered,
    failures,
    decide: async (request, conclude) => {
      steps.push(`decide ${request.outcome}`);
      if (failures.decide.length > 0) throw failures.decide.shift();
      const stored = decisions.get(request.inputId);
      // No handler of these specs runs a query.
      const tx = {} as unknown as Transaction<object>;
      const decision = stored ?? { ...request, decider: 'fraud-agent', outputs: await conclude(tx) };
      decisions.set(request.inputId, decision);
      return { outcome: decision.outcome, deliver: () => deliver(decision) };
    },
  };
};

export interface TestParts extends PipelineParts {
  readonly decider: MemoryDecider;
  readonly outages: Outages;
  readonly fates: [string, Fate][];
  /** The waits that were asked for, in milliseconds; none is really waited. */
  readonly waits: number[];
}

/** Counts and remembers without a database. */
const memoryLimits = ({ limits }: AgentDefinition) => {
  const claimed = new Set<string>();
  return createConversationLimits({
    ...limits,
    store: {
      claim: (_, ...what) => {
        const isFirst = !claimed.has(what.slice(0, 2).join());
        claimed.add(what.slice(0, 2).join());
        return Promise.resolve(isFirst);
      },
    },
  });
};

const silent = pino({ level: 'silent' });

export const testParts = (agent: AgentDefinition, more: Partial<PipelineParts> & { codec?: Codec } = {}): TestParts => {
  const fates: [string, Fate][] = [];
  const waits: number[] = [];
  const decider = memoryDecider();
  return {
    agent,
    codec,
    outages: createOutages({ log: silent }),
    limits: memoryLimits(agent),
    log: silent,
    clock: () => 1_700_000_000_500,
    random: () => 1,
    wait: (ms, signal) => {
      waits.push(ms);
      return signal.aborted ? Promise.reject(new Error('aborted')) : Promise.resolve();
    },
    observe: (type, fate) => fates.push([type, fate]),
    ...more,
    decider,
    fates,
    waits,
  };
};
