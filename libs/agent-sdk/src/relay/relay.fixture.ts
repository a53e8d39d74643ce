import { setImmediate as turn } from 'node:timers/promises';
import type { OutgoingRecord } from '@troupe/messaging';
import { pino } from 'pino';
import type { DecisionStore } from '../store/decision-store.ts';
import type { StoredDecision } from '../store/decision.ts';
import { createRelay } from './create-relay.ts';
import type { Relay } from './relay.ts';

export const PARTITION = 0;

/** The decision at this position; its one output is named after it. */
export const decisionAt = (position: number, conversationId = 'c'): StoredDecision => ({
  decider: 'fraud-agent',
  inputId: `input-${position}`,
  inputTimeMs: 0,
  conversationId,
  partition: PARTITION,
  outcome: 'decided',
  outputs: [{ id: `${position}`, topic: 'order.verified', key: conversationId, value: null, headers: {} }],
  position,
  delivered: false,
});

type RelayStore = Pick<DecisionStore, 'undelivered' | 'markDelivered'>;

/** A store in memory. */
export interface FakeStore extends RelayStore {
  readonly rows: Map<number, StoredDecision>;
  put(...decisions: readonly StoredDecision[]): void;
  /** Thrown by every call while it is set. */
  failure: Error | undefined;
  /** Statements that were run. */
  statements: number;
}

export const fakeStore = (): FakeStore => {
  const rows = new Map<number, StoredDecision>();
  const store: FakeStore = {
    rows,
    failure: undefined,
    statements: 0,
    put: (...decisions) => decisions.forEach((decision) => rows.set(decision.position, decision)),
    undelivered: async (partitions, limit, isKnown) => {
      store.statements += 1;
      await turn();
      if (store.failure !== undefined) throw store.failure;
      const held = [...rows.values()]
        .filter(({ partition }) => partitions.includes(partition))
        .toSorted((one, other) => one.position - other.position)
        .slice(0, limit);
      return { decisions: held.filter(({ position }) => !isKnown(position)), more: held.length === limit };
    },
    markDelivered: async (decisions) => {
      store.statements += 1;
      await turn();
      if (store.failure !== undefined) throw store.failure;
      decisions.forEach(({ position }) => rows.delete(position));
    },
  };
  return store;
};

/** A publisher whose acknowledgements the spec gives. */
export interface FakePublisher {
  publish(records: readonly OutgoingRecord[]): Promise<void>;
  /** What is under way, oldest first, by the ids of the first output. */
  underWay(): readonly string[];
  /** Acknowledges the oldest, or this one. */
  acknowledge(id?: string): Promise<void>;
  fail(error?: Error): Promise<void>;
  /** What was acknowledged, in order. */
  readonly log: string[];
}

interface Attempt {
  readonly id: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

// Only outputs are published here, and they carry their id.
const idOf = (records: readonly OutgoingRecord[]): string => (records[0] as StoredDecision['outputs'][number]).id;

export const fakePublisher = (): FakePublisher => {
  const attempts: Attempt[] = [];
  const log: string[] = [];
  const take = (id?: string): Attempt => {
    const index = id === undefined ? 0 : attempts.findIndex((attempt) => attempt.id === id);
    const [attempt] = attempts.splice(index, 1);
    if (attempt === undefined)
      throw new Error(`Nothing is under way${id === undefined ? '' : ` by the name of ${id}`}`);
    return attempt;
  };
  return {
    log,
    publish: (records) => new Promise((resolve, reject) => attempts.push({ id: idOf(records), resolve, reject })),
    underWay: () => attempts.map(({ id }) => id),
    acknowledge: async (id) => {
      const attempt = take(id);
      log.push(attempt.id);
      attempt.resolve();
      await settled();
    },
    fail: async (error = new Error('no broker')) => {
      take().reject(error);
      await settled();
    },
  };
};

/** Enough turns of the event loop for everything that waits for nothing outside. */
export const settled = async (): Promise<void> => {
  for (let turns = 0; turns < 12; turns += 1) await turn();
};

/** A relay between the two, which waits no longer than a turn between attempts. */
export const relayOver = (
  store: RelayStore,
  publisher: Pick<FakePublisher, 'publish'>,
  partitions: readonly number[] = [],
): Relay =>
  createRelay({
    store,
    publisher,
    partitions: () => partitions,
    log: pino({ level: 'silent' }),
    wait: async (_, signal) => {
      await turn();
      signal.throwIfAborted();
    },
  });
