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

/** What can be kept as an id, or nothing; Postgres refuses the character 0 in any text. */
export const usableId = (id: string | null | undefined): string | undefined =>
  id && id.length <= LONGEST_ID && !/[\u0000-\u001f]/.test(id) ? id : undefined;

/** The last millisecond of the year 9999: no calendar that ids are filed by goes further. */
const LAST_TIME_MS = 253_402_300_799_999;

const timeIn = (headers: IncomingRecord['headers']): number | undefined => {
  const timeMs = Date.parse(headers[HEADERS.time] ?? '');
  return timeMs >= 0 && timeMs <= LAST_TIME_MS ? timeMs : undefined;
};

/** Identifies a record; never throws. */
export const identify = ({ topic, partition, offset, key, headers, appendedMs }: IncomingRecord): InputIdentity => {
  const inputId = usableId(headers[HEADERS.id]);
  return {
    inputId: inputId ?? recordId(topic, partition, offset),
    inputTimeMs: (inputId === undefined ? undefined : timeIn(headers)) ?? appendedMs,
    conversationId: usableId(headers[HEADERS.conversation]) ?? usableId(key) ?? recordId(topic, partition, offset),
  };
};

const refuse = (message: string): never => {
  throw new TroupeError('ENVELOPE_INVALID', message);
};

/**
 * Reads a record as the event that its topic promises.
 * @throws TroupeError ENVELOPE_INVALID · BYTES_UNDECODABLE · SCHEMA_UNKNOWN: it can never be read;
 * REGISTRY_UNAVAILABLE: it cannot be read now
 */
export const readEvent = async (record: IncomingRecord, on: EventDefinition, codec: Codec): Promise<Event> => {
  const envelope = fromHeaders(record.headers);
  for (const [name, id] of [
    [HEADERS.id, envelope.id],
    [HEADERS.conversation, envelope.conversationId],
  ] as const)
    // prettier-ignore
    if (usableId(id) === undefined) refuse(`${name} must be printable and at most ${LONGEST_ID} characters: send a UUID`);
  if (envelope.type !== on.type)
    refuse(
      `${HEADERS.type} is '${envelope.type}' on topic ${record.topic}: a topic carries the one type that it is named after`,
    );
  return { type: on.type, envelope, data: await codec.decode(on, record.value) };
};
