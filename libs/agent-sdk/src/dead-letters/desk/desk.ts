import { TroupeError } from '@troupe/contracts';
import { partitionOf, type IncomingRecord, type LogReader, type Publisher } from '@troupe/messaging';
import { deadLetterTopic } from '../../delivery/dead-letter.ts';
import type { DeadItem } from '../dead-item.ts';
import { readDeadItem } from '../dead-records.ts';
import { advance, noDeadLetters, type DeadLetters } from '../fold.ts';

/** Where an operator deals with one agent's dead letters. The agent itself need not run. */
export interface DeadLetterDesk {
  /** The agent's name. */
  readonly agent: string;
  readonly reader: LogReader;
  readonly publisher: Pick<Publisher, 'publish'>;
  /** The number of partitions of every topic. */
  readonly partitions: number;
  /** Milliseconds since 1970 UTC. Default: the system's clock. */
  readonly clock?: () => number;
}

/** One record of the log, and what it says. */
export interface LogEntry {
  readonly record: IncomingRecord;
  readonly key: string;
  readonly item: DeadItem;
}

/** What is in some partitions now. */
export interface Survey {
  readonly letters: DeadLetters;
  /** By partition: the offset that the next record will get. */
  readonly ends: ReadonlyMap<number, bigint>;
}

/** What an order that cannot be carried out is answered with. */
export const refused = (message: string, details: Readonly<Record<string, unknown>> = {}): TroupeError =>
  new TroupeError('DEAD_LETTER_REFUSED', message, { details });

/**
 * Reads the whole log, or the partition of one conversation, as it is now, and shows each record to `visit`.
 * @throws TroupeError KAFKA_UNAVAILABLE · TOPIC_MISMATCH: no agent of this name has dead letters here
 */
export const survey = async (
  { agent, reader, partitions }: DeadLetterDesk,
  { conversation }: { readonly conversation?: string },
  visit: (entry: LogEntry, letters: DeadLetters) => void,
): Promise<Survey> => {
  const topic = deadLetterTopic(agent);
  const letters = noDeadLetters();
  const only = conversation === undefined ? undefined : partitionOf(conversation, partitions);
  const held = [...(await reader.held(topic))].filter(([partition]) => only === undefined || partition === only);
  for (const [partition, stretch] of held)
    for await (const record of reader.read({ topic, partition, ...stretch })) {
      const item = readDeadItem(record);
      const key = record.key ?? '';
      if (item === undefined) continue;
      advance(letters, key, item);
      visit({ record, key, item }, letters);
    }
  return { letters, ends: new Map(held.map(([partition, { to }]) => [partition, to])) };
};
