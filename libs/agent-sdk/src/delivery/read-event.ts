import { recordId, TroupeError, type Event, type EventDefinition } from '@troupe/contracts';
import { fromHeaders, HEADERS, type Codec, type IncomingRecord } from '@troupe/messaging';

/** What can be said of a record before it is read, and even if it cannot be. */
export interface InputIdentity {
  /** The event's id; derived from where the record lies when it carries none. */
  readonly inputId: string;
  /** The same for every copy of the event: when it was concluded, or else appended. Milliseconds since 1970 UTC. */
  readonly inputTimeMs: number;
  readonly conversationId: string;
}

/** Longer ids are not ids: they would bloat every index that they get into. */
const LONGEST_ID = 200;

const idIn = (headers: IncomingRecord['headers'], name: string): string | undefined => {
  const id = headers[name];
  return id !== undefined && id !== '' && id.length <= LONGEST_ID ? id : undefined;
};

/** Identifies a record; never throws. */
export const identify = ({ topic, partition, offset, key, headers, appendedMs }: IncomingRecord): InputIdentity => {
  const inputId = idIn(headers, HEADERS.id);
  const timeMs = Date.parse(headers[HEADERS.time] ?? '');
  const unnamed = recordId(topic, partition, offset);
  return {
    inputId: inputId ?? unnamed,
    inputTimeMs: inputId === undefined || Number.isNaN(timeMs) ? appendedMs : timeMs,
    conversationId: idIn(headers, HEADERS.conversation) ?? (key === null || key === '' ? unnamed : key),
  };
};

/**
 * Reads a record as the event that its topic promises.
 * @throws TroupeError ENVELOPE_INVALID · BYTES_UNDECODABLE · SCHEMA_UNKNOWN: it can never be read;
 * REGISTRY_UNAVAILABLE: it cannot be read now
 */
export const readEvent = async (record: IncomingRecord, on: EventDefinition, codec: Codec): Promise<Event> => {
  const envelope = fromHeaders(record.headers);
  if (envelope.id.length > LONGEST_ID)
    throw new TroupeError('ENVELOPE_INVALID', `${HEADERS.id} is longer than ${LONGEST_ID} characters: send a UUID`);
  if (envelope.type !== on.type)
    throw new TroupeError(
      'ENVELOPE_INVALID',
      `${HEADERS.type} is '${envelope.type}' on topic ${record.topic}: a topic carries the one type that it is named after`,
    );
  return { type: on.type, envelope, data: await codec.decode(on, record.value) };
};
