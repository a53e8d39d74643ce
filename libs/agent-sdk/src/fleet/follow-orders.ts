import { setTimeout as delay } from 'node:timers/promises';
import { AgentInstructed, TroupeError, type AgentInstructedData } from '@troupe/contracts';
import { partitionOf, type Codec, type IncomingRecord, type Messaging } from '@troupe/messaging';
import type { Logger } from 'pino';
import { heed, NO_ORDERS, type Orders, type Self } from './orders.ts';

/** What following orders takes. */
export interface FollowOptions {
  readonly self: Self;
  readonly messaging: Pick<Messaging, 'tail' | 'partitions'>;
  readonly codec: Pick<Codec, 'decode'>;
  readonly log: Logger;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told what holds now, whenever that changes. */
  onOrders(orders: Orders): void;
}

const REGISTRY_AWAY_MS = 500;

/**
 * Reads every instruction that this agent was ever given, in order, and then each that comes. Resolves once those that were
 * there have been heeded, so that who starts later obeys what still holds. What cannot be read is logged, and holds nothing up.
 */
export const followOrders = async (options: FollowOptions): Promise<void> => {
  const { self, messaging, log, signal, onOrders } = options;
  let orders: Orders = NO_ORDERS;
  let read: Promise<void> = Promise.resolve();

  const take = async (record: IncomingRecord): Promise<void> => {
    const instruction = await readInstruction(record, options);
    if (instruction === undefined) return;
    const next = heed(orders, instruction, self);
    if (next === orders) return;
    orders = next;
    const { action, by, reason } = instruction;
    log.info({ action, by, reason, ...orders, appendedMs: record.appendedMs }, 'instructed');
    onOrders(orders);
  };

  const tail = messaging.tail({
    topics: [AgentInstructed.type],
    partitions: [partitionOf(self.agent, messaging.partitions)],
    onRecord: (record) => void (read = read.then(() => take(record))),
  });
  signal.addEventListener('abort', () => void tail.stop(), { once: true });
  if (signal.aborted) return;
  await tail.start();
  await read;
};

const readInstruction = async (
  record: IncomingRecord,
  { self, codec, log, signal }: FollowOptions,
): Promise<AgentInstructedData | undefined> => {
  if (record.key !== self.agent || record.value === null) return undefined;
  while (!signal.aborted)
    try {
      return await codec.decode(AgentInstructed, record.value);
    } catch (error) {
      if (!TroupeError.is(error) || !error.retryable) {
        log.warn({ err: error, offset: String(record.offset) }, 'an instruction cannot be read, and is left out');
        return undefined;
      }
      await delay(REGISTRY_AWAY_MS, undefined, { signal }).catch(() => undefined);
    }
  return undefined;
};
