import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentDefinition } from '@troupe/agent-sdk';
import { openEventLog, type EventLog } from './event-log.ts';
import { isolated, type IsolatedStack } from './stack-isolated.ts';

/** Where a spec runs a service: a prefix and a database of its own, the log of it, and a folder for what the service writes. */
export interface ServicePlace {
  readonly place: IsolatedStack;
  readonly log: EventLog;
  readonly folder: string;
  /** Removes all of it, once the service has ended. */
  close(): Promise<void>;
}

/** Opens a place for the service that plays this part: with a log of what it consumes and publishes, and of its dead letters. */
export const openServicePlace = async ({
  name,
  consumes,
  publishes,
}: Pick<AgentDefinition, 'name' | 'consumes' | 'publishes'>): Promise<ServicePlace> => {
  const place = await isolated(name);
  const log = await openEventLog(place, { deadLettersOf: [name], events: [...consumes, ...publishes] });
  const folder = await mkdtemp(join(tmpdir(), `troupe-${name}-`));
  return {
    place,
    log,
    folder,
    close: async () => {
      await log.close();
      await place.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
