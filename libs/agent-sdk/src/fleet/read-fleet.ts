import { AgentAnnounced } from '@troupe/contracts';
import type { Codec, IncomingRecord, Messaging } from '@troupe/messaging';
import { foldFleet, type Announcement, type FleetAgent } from './fleet.ts';

/** What reading the fleet takes. */
export interface ReadFleetOptions {
  readonly messaging: Pick<Messaging, 'tail'>;
  readonly codec: Pick<Codec, 'decode'>;
  /** Milliseconds since 1970 UTC. Default: now. */
  readonly nowMs?: number;
}

/**
 * Reads who is there: a fold over the topic on which every instance announces itself, and nothing else.
 * @throws TroupeError REGISTRY_UNAVAILABLE · SCHEMA_UNKNOWN · BYTES_UNDECODABLE
 */
export const readFleet = async ({ messaging, codec, nowMs }: ReadFleetOptions): Promise<readonly FleetAgent[]> => {
  const latest = new Map<string, IncomingRecord>();
  const tail = messaging.tail({
    topics: [AgentAnnounced.type],
    onRecord: (record) => {
      if (record.value === null) latest.delete(record.key ?? '');
      else latest.set(record.key ?? '', record);
    },
  });
  await tail.start();
  await tail.stop();
  const announcements = await Promise.all(
    [...latest.values()].map(async ({ value, appendedMs }): Promise<Announcement> => {
      const data = await codec.decode(AgentAnnounced, value);
      return { data, appendedMs };
    }),
  );
  return foldFleet(announcements, nowMs ?? Date.now());
};
