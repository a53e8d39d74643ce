import { EVENT_TYPES } from '@troupe/contracts';
import type { Messaging } from '@troupe/messaging';

/** When the events of one order were seen in the log, by the monotonic clock, in nanoseconds. */
export type Sightings = ReadonlyMap<string, bigint>;

/** Sees every event of every order as it comes out of the log. */
export interface OrderWatch {
  /** Resolves to the sightings of an order once it is resolved. */
  resolved(conversationId: string): Promise<Sightings>;
  stop(): Promise<void>;
}

const RESOLUTIONS = new Set(['order.confirmed', 'order.rejected']);

/** Reads all topics as a group of its own. */
export const watchOrders = async (messaging: Messaging): Promise<OrderWatch> => {
  const seen = new Map<string, Map<string, bigint>>();
  const waiting = new Map<string, (sightings: Sightings) => void>();
  const isResolved = (sightings: Sightings): boolean => [...sightings.keys()].some((type) => RESOLUTIONS.has(type));
  const subscriber = messaging.subscriber({
    group: 'bench-watch',
    topics: EVENT_TYPES.map(({ type }) => type),
    handle: ({ key, topic }) => {
      const sightings = seen.get(key ?? '') ?? new Map<string, bigint>();
      seen.set(key ?? '', sightings);
      if (!sightings.has(topic)) sightings.set(topic, process.hrtime.bigint());
      if (RESOLUTIONS.has(topic)) waiting.get(key ?? '')?.(sightings);
      return Promise.resolve();
    },
  });
  await subscriber.start();
  return {
    resolved: (conversationId) => {
      const sightings = seen.get(conversationId);
      if (sightings !== undefined && isResolved(sightings)) return Promise.resolve(sightings);
      return new Promise((resolve) => waiting.set(conversationId, resolve));
    },
    stop: () => subscriber.stop(),
  };
};
