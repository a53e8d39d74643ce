import { AgentAnnounced, type AgentAnnouncedData } from '@troupe/contracts';
import type { Codec, Publisher } from '@troupe/messaging';
import { fleetRecord } from './fleet-record.ts';

/** What announcing takes. */
export interface AnnounceOptions {
  readonly codec: Codec;
  readonly publisher: Pick<Publisher, 'publish'>;
  /** What there is to say now. */
  describe(): AgentAnnouncedData;
  /** Milliseconds since 1970 UTC. */
  clock(): number;
}

/** How an instance makes itself known. */
export interface Announcer {
  /** Says what there is to say now, after what is being said. */
  announce(): Promise<void>;
  /** Takes back what was said: the instance has ended. Says nothing more. */
  leave(): Promise<void>;
}

/** The key of an instance's announcements, of which its topic keeps the last. */
export const announcementKey = ({ agent, instance }: Pick<AgentAnnouncedData, 'agent' | 'instance'>): string =>
  `${agent}/${instance}`;

/** Has announced nothing yet. */
export const createAnnouncer = ({ codec, publisher, describe, clock }: AnnounceOptions): Announcer => {
  let said = 0;
  let last: Promise<void> = Promise.resolve();
  let gone = false;

  const say = async (): Promise<void> => {
    if (gone) return;
    const data = describe();
    const key = announcementKey(data);
    said += 1;
    const origin = { source: data.agent, key, occasion: String(said), timeMs: clock() };
    await publisher.publish([await fleetRecord(AgentAnnounced(data), origin, codec)]);
  };

  const leave = async (): Promise<void> => {
    gone = true;
    await last;
    if (said === 0) return;
    await publisher.publish([
      { topic: AgentAnnounced.type, key: announcementKey(describe()), value: null, headers: {} },
    ]);
  };

  return {
    announce: () => {
      const saying = last.then(say);
      last = saying.catch(() => undefined);
      return saying;
    },
    leave,
  };
};
