import { HEADERS, partitionOf, type IncomingRecord, type LogReader, type Task } from '@troupe/messaging';
import { GaveUp, withAttempts } from '../delivery/attempts.ts';
import { deadLetterId, deadLetterTopic } from '../delivery/dead-letter.ts';
import { attemptsOf, UNTIL_DONE, type PipelineParts } from '../delivery/pipeline-parts.ts';
import { usableId } from '../delivery/read-event.ts';
import { createHeldIndex, type HeldIndex } from './held-index.ts';
import { createHandleHeld } from './held-round.ts';
import { onceARound } from './once-a-round.ts';

/** What the policies ask about events that are held. */
export interface Holding {
  /** Whether an input is in the log of dead letters, or was: then it is dealt with there. */
  knows(record: IncomingRecord, inputId: string): boolean;
  /** Whether a record belongs to a conversation that is parked. */
  isParked(record: IncomingRecord): boolean;
  /** The conversations of these partitions that are parked. */
  parked(partitions: readonly number[]): readonly string[];
  /** Says that a record was written to the log of dead letters: its conversation is parked from here on. */
  gaveUp(record: IncomingRecord, inputId: string): void;
}

/** An agent's dead letters, as far as its process owns their partitions. */
export interface Custody extends Holding {
  /**
   * Reads what is held of these partitions. To be awaited when partitions were gained, before any record of them is
   * handled. What is to be handled by what is read goes on beside. Waits while Kafka is away.
   */
  assigned(partitions: readonly number[], signal: AbortSignal): Promise<void>;
  /** Gives up what goes on beside: partitions are not owned any more. */
  revoked(): void;
  /** Deals with a record of the log of dead letters for good: what becomes due by it is handled. */
  handle(record: IncomingRecord, task: Pick<Task, 'signal'>): Promise<void>;
}

/** What custody is made of. */
export interface CustodyParts extends PipelineParts {
  readonly reader: LogReader;
  /** The number of partitions of every topic. */
  readonly partitions: number;
}

/** Held entries that are handled side by side after an assignment. */
const LANES = 16;

/** The conversation that a record holds up when it is given up: only one that it names, by key and by header, where it lies. */
export const conversationOf = ({ key, headers, partition }: IncomingRecord, partitions: number): string | undefined => {
  const id = usableId(key);
  const isItsOwn =
    id !== undefined && headers[HEADERS.conversation] === id && partitionOf(id, partitions) === partition;
  return isItsOwn ? id : undefined;
};

const holdingOf = (index: HeldIndex, agent: string, partitions: number): Holding => ({
  knows: ({ partition, key }, inputId) => index.knows(partition, key ?? '', deadLetterId(inputId, agent)),
  isParked: (record) => {
    const conversation = conversationOf(record, partitions);
    return conversation !== undefined && index.isParked(record.partition, conversation);
  },
  parked: (owned) => index.parked(owned),
  gaveUp: (record, inputId) => {
    const conversation = conversationOf(record, partitions);
    const id = deadLetterId(inputId, agent);
    if (conversation === undefined || index.knows(record.partition, conversation, id)) return;
    index.expect(record.partition, conversation, id);
  },
});

/** Follows an agent's log of dead letters and acts upon it. */
export const createCustody = (parts: CustodyParts): Custody => {
  const { agent, reader, partitions, metrics, log } = parts;
  const deadTopic = deadLetterTopic(agent.name);
  const index = createHeldIndex({ topic: deadTopic, reader });
  const rounds = onceARound(createHandleHeld({ ...parts, deadTopic }));
  let beside = new AbortController();

  const show = (): void => {
    const { entries, conversations } = index.counts();
    metrics?.deadLettersHeld.set({ agent: agent.name }, entries);
    metrics?.conversationsParked.set({ agent: agent.name }, conversations);
  };

  const revoked = (): void => {
    beside.abort();
    beside = new AbortController();
  };

  const goOn = (signal: AbortSignal): void => {
    const waiting = [...index.due()].values();
    const lane = async (): Promise<void> => {
      for (const placed of waiting) await rounds.run(placed, signal);
    };
    for (let started = 0; started < LANES; started += 1)
      void lane().catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, 'held events could not be gone on with');
      });
  };

  return {
    ...holdingOf(index, agent.name, partitions),
    revoked,
    assigned: async (owned, signal) => {
      revoked();
      const patient = attemptsOf(parts, { signal, log }, UNTIL_DONE);
      await withAttempts(() => index.load(owned), patient).catch((error: unknown) => {
        throw error instanceof GaveUp ? error.reason : error;
      });
      show();
      goOn(AbortSignal.any([signal, beside.signal]));
    },
    handle: async (record, { signal }) => {
      const item = index.take(record);
      if (item?.kind === 'settled' || item?.kind === 'failed') rounds.over(item.entry);
      if (item !== undefined) {
        metrics?.deadLetterMarkers.inc({ agent: agent.name, marker: item.kind });
        show();
      }
      const of = { partition: record.partition, key: record.key ?? '' };
      for (const placed of index.due(of)) await rounds.run(placed, signal);
    },
  };
};
