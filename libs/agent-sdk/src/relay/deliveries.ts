import { TroupeError } from '@troupe/contracts';
import type { Logger } from 'pino';
import type { StoredDecision } from '../store/decision.ts';
import { enter, isWanted, type ConversationLine, type Entry, type Waiter } from './conversation-line.ts';
import { pauseMs } from './patience.ts';
import type { RelayOptions, Wait } from './relay.ts';

/** Conversations side by side, each with its decisions one after the other. */
export interface Deliveries {
  /** Resolves when this decision is acknowledged. @throws TroupeError TASK_ABORTED */
  add(decision: StoredDecision, signal: AbortSignal): Promise<void>;
  /** Whether the decision of this position is in line. */
  has(position: number): boolean;
  /** Decisions in line. */
  size(): number;
  /** Rejects everybody who waits; attempts under way end without another. */
  close(): void;
}

/** What deliveries are made of. */
export interface DeliveriesOptions extends Pick<RelayOptions, 'publisher' | 'log' | 'metrics'> {
  readonly onDelivered: (decision: StoredDecision) => void;
  readonly wait: Wait;
}

const aborted = (): TroupeError =>
  new TroupeError(
    'TASK_ABORTED',
    'The partition was handed over before its decisions were published: its owner does it',
  );

const settleWhen = (entry: Entry, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const leave = (): void => {
      entry.waiters.delete(waiter);
      signal.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => waiter.reject(aborted());
    const waiter: Waiter = {
      resolve: () => {
        leave();
        resolve();
      },
      reject: (reason) => {
        leave();
        reject(reason);
      },
    };
    entry.waiters.add(waiter);
    signal.addEventListener('abort', giveUp, { once: true });
  });

const COMPLAIN_EVERY_MS = 5_000;

/** Logs a failure unless one was logged a moment ago: when Kafka is away, every conversation has the same to say. */
const createComplaint = (log: Logger): ((failure: object) => void) => {
  let quietUntilMs = 0;
  return (failure) => {
    const nowMs = performance.now();
    if (nowMs < quietUntilMs) return;
    quietUntilMs = nowMs + COMPLAIN_EVERY_MS;
    log.warn(failure, 'publishing failed: tried again until it succeeds');
  };
};

/** Publishes decisions in line, for as long as anybody waits for them. */
export const createDeliveries = (options: DeliveriesOptions): Deliveries => {
  const { publisher, log, metrics, onDelivered, wait } = options;
  const complain = createComplaint(log);
  const lines = new Map<string, ConversationLine>();
  const closing = new AbortController();
  const inLine = new Set<number>();

  const leave = (entries: readonly Entry[]): void => {
    for (const { decision } of entries) inLine.delete(decision.position);
    metrics?.undelivered.set(inLine.size);
  };

  /** Publishes the first in line. Whether it is acknowledged now. */
  const publishFirst = async (line: ConversationLine, failures: number): Promise<boolean> => {
    const first = line.entries[0];
    if (first === undefined) return true;
    const { conversationId, position } = first.decision;
    line.publishing = true;
    try {
      await publisher.publish(first.decision.outputs);
    } catch (error) {
      metrics?.relayFailures.inc();
      complain({ err: error, conversation: conversationId, position, failures: failures + 1 });
      return false;
    } finally {
      line.publishing = false;
    }
    leave(line.entries.splice(0, 1));
    metrics?.relayed.inc();
    onDelivered(first.decision);
    for (const waiter of first.waiters) waiter.resolve();
    return true;
  };

  const run = async (conversationId: string, line: ConversationLine): Promise<void> => {
    for (let failures = 0; isWanted(line);) {
      failures = (await publishFirst(line, failures)) ? 0 : failures + 1;
      // A wait that is cut short finds nobody waiting.
      if (failures > 0) await wait(pauseMs(failures), closing.signal).catch(() => undefined);
    }
    leave(line.entries);
    lines.delete(conversationId);
  };

  const lineOf = (conversationId: string): ConversationLine => {
    const present = lines.get(conversationId);
    if (present !== undefined) return present;
    const line: ConversationLine = { entries: [], publishing: false };
    lines.set(conversationId, line);
    // Begun in its own turn, when somebody has entered.
    queueMicrotask(() => void run(conversationId, line));
    return line;
  };

  return {
    add: (decision, signal) => {
      if (signal.aborted || closing.signal.aborted) return Promise.reject(aborted());
      const entry = enter(lineOf(decision.conversationId), decision);
      inLine.add(decision.position);
      metrics?.undelivered.set(inLine.size);
      return settleWhen(entry, signal);
    },
    has: (position) => inLine.has(position),
    size: () => inLine.size,
    close: () => {
      closing.abort();
      for (const { entries } of lines.values())
        for (const { waiters } of entries) for (const waiter of [...waiters]) waiter.reject(aborted());
    },
  };
};
