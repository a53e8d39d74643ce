import { renderJsonData, type Event, type EventDefinition } from '@troupe/contracts';
import type { EventsTable } from '@troupe/ledger-reader';
import type { IncomingRecord } from '@troupe/messaging';
import type { Insertable } from 'kysely';

/** An event as the ledger keeps it, before it has its position. */
export type Entry = Omit<Insertable<EventsTable>, 'position'>;

/** The entry of an event; its data as JSON, timestamps as ISO date-times and dates as YYYY-MM-DD. */
export const entryOf = ({ envelope, data }: Event, definition: EventDefinition, record: IncomingRecord): Entry => ({
  conversation_id: envelope.conversationId,
  event_id: envelope.id,
  type: envelope.type,
  source: envelope.source,
  tenant: envelope.tenant,
  concluded_at: new Date(envelope.timeMs),
  appended_at: new Date(record.appendedMs),
  topic_partition: record.partition,
  topic_offset: Number(record.offset),
  causation_id: envelope.causationId ?? null,
  parent_id: envelope.parentId ?? null,
  lamport: envelope.lamport,
  hops: envelope.hops,
  provenance: JSON.stringify(envelope.provenance ?? {}),
  data: JSON.stringify(renderJsonData(definition, data)),
});

/** The first copy of each event, in order: a redelivered event is the same event. */
export const withoutCopies = (entries: readonly Entry[]): readonly Entry[] => {
  const seen = new Set<string>();
  return entries.filter((entry) => !seen.has(idOf(entry)) && seen.add(idOf(entry)));
};

const idOf = (entry: Pick<Entry, 'conversation_id' | 'event_id'>): string =>
  `${entry.conversation_id} ${entry.event_id}`;
