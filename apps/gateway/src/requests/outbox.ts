import { setTimeout as delay } from 'node:timers/promises';
import { createRelay, type DecisionStore, type StoredDecision } from '@troupe/agent-sdk';
import type { Publisher } from '@troupe/messaging';
import type { Metrics } from '@troupe/observability';
import type { Logger } from 'pino';

/** Publishes what was accepted: at once where it can, and in any case later. */
export interface Outbox {
  /** Begins to publish committed decisions; whatever becomes of it, they are in the store. */
  handOver(decisions: readonly StoredDecision[]): void;
  /** Waits a moment for what is on its way; another instance or the next start does the rest. Idempotent. */
  close(): Promise<void>;
}

/** What an outbox is made of. */
export interface OutboxOptions {
  readonly store: Pick<DecisionStore, 'undelivered' | 'markDelivered'>;
  readonly publisher: Pick<Publisher, 'publish'>;
  /** How many partitions there are: no gateway owns any, each looks after all. */
  readonly partitions: number;
  readonly log: Logger;
  readonly metrics?: Metrics;
  readonly clock: () => number;
}

/** What is younger is being published by the instance that accepted it. */
const SETTLED_MS = 2_000;
/** Decisions on their way at once; what exceeds it is found in the store. Bounds memory while Kafka is away. */
const MOST_PENDING = 1_000;
const FLUSH_MS = 3_000;
const FLUSH_POLL_MS = 10;

/** Leaves out what another instance has accepted a moment ago. */
const onlySettled = (
  { undelivered, markDelivered }: OutboxOptions['store'],
  clock: () => number,
): OutboxOptions['store'] => ({
  markDelivered: (decisions) => markDelivered(decisions),
  undelivered: async (partitions, limit, isKnown) => {
    const found = await undelivered(partitions, limit, isKnown);
    const decisions = found.decisions.filter(({ inputTimeMs }) => inputTimeMs <= clock() - SETTLED_MS);
    return { decisions, more: found.more && decisions.length > 0 };
  },
});

/** An outbox over a relay; it sweeps the store every second until it is closed. */
export const createOutbox = ({ store, publisher, partitions, log, metrics, clock }: OutboxOptions): Outbox => {
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const relay = createRelay({
    store: onlySettled(store, clock),
    publisher,
    partitions: () => all,
    log,
    ...(metrics && { metrics }),
  });
  const closing = new AbortController();
  const close = async (): Promise<void> => {
    const untilMs = Date.now() + FLUSH_MS;
    while (relay.pending() > 0 && Date.now() < untilMs) await delay(FLUSH_POLL_MS);
    closing.abort();
    await relay.close();
  };
  let closed: Promise<void> | undefined;
  return {
    handOver: (decisions) => {
      if (closed !== undefined || relay.pending() >= MOST_PENDING) return;
      // Given up only when the outbox closes; the decisions stay in the store.
      relay.deliver(decisions, closing.signal).catch(() => undefined);
    },
    close: () => (closed ??= close()),
  };
};
