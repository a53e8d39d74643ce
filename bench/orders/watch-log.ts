import type { Messaging } from '@troupe/messaging';

/** When the events of one conversation were seen in the log, by the monotonic clock, in nanoseconds. */
export type Sightings = ReadonlyMap<string, bigint>;

/** Sees every event of every conversation as it comes out of the log. */
export interface LogWatch {
  /** Resolves to the sightings of a conversation once it is resolved, and forgets it. */
  resolved(conversationId: string): Promise<Sightings>;
  stop(): Promise<void>;
}

/** What is watched. */
export interface LogWatchOptions {
  /** Logical topics. */
  readonly topics: readonly string[];
  /** Any of these ends a conversation. */
  readonly resolutions: ReadonlySet<string>;
}

/** Reads topics as a group of its own. */
export const watchLog = async (messaging: Messaging, { topics, resolutions }: LogWatchOptions): Promise<LogWatch> => {
  const seen = new Map<string, Map<string, bigint>>();
  const waiting = new Map<string, (sightings: Sightings) => void>();
  const isResolved = (sightings: Sightings): boolean => [...sightings.keys()].some((type) => resolutions.has(type));
  const subscriber = messaging.subscriber({
    group: 'bench-watch',
    topics,
    handle: ({ key, topic }) => {
      const sightings = seen.get(key ?? '') ?? new Map<string, bigint>();
      seen.set(key ?? '', sightings);
      if (!sightings.has(topic)) sightings.set(topic, process.hrtime.bigint());
      if (resolutions.has(topic)) waiting.get(key ?? '')?.(sightings);
      return Promise.resolve();
    },
  });
  await subscriber.start();
  return {
    resolved: async (conversationId) => {
      const sightings = seen.get(conversationId);
      const found =
        sightings !== undefined && isResolved(sightings)
          ? sightings
          : await new Promise<Sightings>((resolve) => waiting.set(conversationId, resolve));
      waiting.delete(conversationId);
      seen.delete(conversationId);
      return found;
    },
    stop: () => subscriber.stop(),
  };
};
