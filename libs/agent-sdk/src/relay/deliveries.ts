import { TroupeError, type Timing } from '@troupe/contracts';
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
  readonly timing: Timing;
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
const createComplaint = (log: Logger, { elapsed }: Timing): ((failure: object) => void) => {
  let quietUntilMs = 0;
  return (failure) => {
    const nowMs = elapsed();
    if (nowMs < quietUntilMs) return;
    quietUntilMs = nowMs + COMPLAIN_EVERY_MS;
    log.warn(failure, 'publishing failed: tried again until it succeeds');
  };
};

/** Who is in line, by position. */
const createRoll = (metrics: DeliveriesOptions['metrics']) => {
  const positions = new Set<number>();
  return {
    has: (position: number): boolean => positions.has(position),
    size: (): number => positions.size,
    enter: ({ decision }: Entry): void => {
      positions.add(decision.position);
      metrics?.undelivered.set(positions.size);
    },
    leave: (entries: readonly Entry[]): void => {
      for (const { decision } of entries) positions.delete(decision.position);
      metrics?.undelivered.set(positions.size);
    },
  };
};

type Roll = ReturnType<typeof createRoll>;

/** Publishes the first in line. Whether it is acknowledged now. */
const createPublishFirst = ({ publisher, log, metrics, timing, onDelivered }: DeliveriesOptions, roll: Roll) => {
  const complain = createComplaint(log, timing);
  const publish = async (line: ConversationLine, { decision }: Entry, failures: number): Promise<boolean> => {
    line.publishing = true;
    try {
      await publisher.publish(decision.outputs);
      return true;
    } catch (error) {
      const { conversationId, position } = decision;
      metrics?.relayFailures.inc();
      complain({ err: error, conversation: conversationId, position, failures: failures + 1 });
      return false;
    } finally {
      line.publishing = false;
    }
  };
  return async (line: ConversationLine, failures: number): Promise<boolean> => {
    const first = line.entries[0];
    if (first === undefined) return true;
    if (!(await publish(line, first, failures))) return false;
    roll.leave(line.entries.splice(0, 1));
    metrics?.relayed.inc();
    onDelivered(first.decision);
    for (const waiter of first.waiters) waiter.resolve();
    return true;
  };
};

/** Publishes decisions in line, for as long as anybody waits for them. */
export const createDeliveries = (options: DeliveriesOptions): Deliveries => {
  const lines = new Map<string, ConversationLine>();
  const closing = new AbortController();
  const roll = createRoll(options.metrics);
  const publishFirst = createPublishFirst(options, roll);

  const run = async (conversationId: string, line: ConversationLine): Promise<void> => {
    for (let failures = 0; isWanted(line);) {
      failures = (await publishFirst(line, failures)) ? 0 : failures + 1;
      // A wait that is cut short finds nobody waiting.
      if (failures > 0)
        await options.wait(pauseMs(failures, options.timing.random()), closing.signal).catch(() => undefined);
    }
    roll.leave(line.entries);
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
      roll.enter(entry);
      return settleWhen(entry, signal);
    },
    has: (position) => roll.has(position),
    size: () => roll.size(),
    close: () => {
      closing.abort();
      for (const { entries } of lines.values())
        for (const { waiters } of entries) for (const waiter of [...waiters]) waiter.reject(aborted());
    },
  };
};
