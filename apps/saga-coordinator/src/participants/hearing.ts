import { TroupeError, type EventDefinition } from '@troupe/contracts';
import type { Codec, Subscriber, Topics } from '@troupe/messaging';
import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import type { Participants } from './participants.ts';

/** Keeps the topics that a coordinator reads in step with its participants. */
export interface Hearing {
  /** What is read now. */
  topics(): readonly string[];
  /** Looks for new rows, and subscribes to what they wait for, without a restart. */
  follow(subscriber: Pick<Subscriber, 'resubscribe'>): Promise<void>;
  /** The same before there is a subscriber: what it shall begin with. Never rejects. */
  begin(): Promise<readonly string[]>;
  /** Whether everything is read that a conversation could wait for which started at that moment or before. */
  covers(startedMs: number): boolean;
  /** Whether everything is read that rows wait for. */
  isComplete(): boolean;
}

/** What it is made of. */
export interface HearingParts {
  readonly participants: Participants;
  /** With what the rows wait for. */
  readonly catalogue: SagaCatalogue;
  readonly db: Kysely<CoordinatorTables>;
  readonly codec: Pick<Codec, 'warm'>;
  readonly topics: Pick<Topics, 'diff'>;
  readonly log: Logger;
}

/** Looks for rows so often; they come into effect much later. */
export const LOOK_EVERY_MS = 5_000;

/** A subscriber crashes on a topic that does not exist: that is said here instead. */
const requireTopics = async (events: readonly EventDefinition[], { topics }: HearingParts): Promise<void> => {
  const differences = await topics.diff(events.map(({ type }) => ({ topic: type })));
  const [missing] = differences.filter(({ kind }) => kind !== 'config');
  if (missing !== undefined)
    throw new TroupeError('TOPIC_MISMATCH', `a step was added that waits for ${missing.topic}: ${missing.message}`);
};

/** Hears what the catalogue consumes, and nothing of participants until it looks. */
export const createHearing = (parts: HearingParts): Hearing => {
  const { participants, catalogue, db, codec, log } = parts;
  let heard: readonly string[] = catalogue.consumes.map(({ type }) => type);
  let coveredMs = -Infinity;
  let isComplete = false;

  const take = async (subscribe: (topics: readonly string[]) => Promise<void>): Promise<void> => {
    const untilMs = await participants.look(db);
    const added = catalogue.consumes.filter(({ type }) => !heard.includes(type));
    isComplete = added.length === 0;
    if (added.length > 0) {
      await requireTopics(added, parts);
      await codec.warm(added);
      const topics = [...heard, ...added.map(({ type }) => type)];
      await subscribe(topics);
      heard = topics;
      isComplete = true;
      log.info({ topics: added.map(({ type }) => type) }, 'reads what new participants answer with');
    }
    coveredMs = untilMs;
  };

  return {
    topics: () => heard,
    follow: (subscriber) => take((topics) => subscriber.resubscribe(topics)),
    begin: async () => {
      try {
        await take(() => Promise.resolve());
      } catch (error) {
        log.warn({ err: error }, 'participants cannot be read yet: their deadlines wait');
      }
      return heard;
    },
    covers: (startedMs) => startedMs <= coveredMs,
    isComplete: () => isComplete,
  };
};
