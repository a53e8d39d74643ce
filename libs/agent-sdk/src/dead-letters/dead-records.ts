import { deriveId } from '@troupe/contracts';
import { HEADERS, type IncomingRecord } from '@troupe/messaging';
import { DEAD_LETTER_HEADERS, deadLetterId, originalHeaders, PARKED } from '../delivery/dead-letter.ts';
import { usableId } from '../delivery/read-event.ts';
import type { DeadItem, EntryItem, LogPlace, OrderItem, OutcomeItem, Target } from './dead-item.ts';
import { MARKER_HEADERS } from './markers.ts';

type Headers = IncomingRecord['headers'];

const NAMES = DEAD_LETTER_HEADERS;

const countIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

const entryIdOf = ({ headers }: IncomingRecord): string => {
  const named = headers[NAMES.id];
  if (named !== undefined) return named;
  // Written by a version that did not name its entries yet.
  const place = [headers[NAMES.topic] ?? '', Number(headers[NAMES.partition]), headers[NAMES.offset] ?? ''] as const;
  const inputId = usableId(headers[HEADERS.id]) ?? deriveId('record', ...place);
  return deadLetterId(inputId, headers[NAMES.agent] ?? '');
};

const entryIn = (record: IncomingRecord, place: LogPlace): EntryItem => {
  const { key, partition, headers } = record;
  const ownLine = usableId(key) !== undefined && headers[HEADERS.conversation] === key;
  return {
    ...place,
    kind: 'entry',
    id: entryIdOf(record),
    code: headers[NAMES.code] ?? 'HANDLER_FAILED',
    parked: headers[NAMES.code] === PARKED,
    inLine: ownLine && headers[NAMES.partition] === String(partition),
  };
};

const targetIn = (headers: Headers): Target | undefined => {
  const entry = headers[MARKER_HEADERS.entry];
  if (entry !== undefined) return { entry };
  const upTo = countIn(headers[MARKER_HEADERS.upTo]);
  return upTo === undefined ? undefined : { upTo: BigInt(upTo) };
};

const orderIn = (headers: Headers, place: LogPlace, kind: OrderItem['kind']): OrderItem | undefined => {
  const target = targetIn(headers);
  const marker = headers[MARKER_HEADERS.id];
  if (target === undefined || marker === undefined || (kind === 'edited' && !('entry' in target))) return undefined;
  const by = { marker, actor: headers[MARKER_HEADERS.actor] ?? '', reason: headers[MARKER_HEADERS.reason] ?? '' };
  return { ...place, kind, target, by };
};

const outcomeIn = (headers: Headers, place: LogPlace, kind: OutcomeItem['kind']): OutcomeItem | undefined => {
  const entry = headers[MARKER_HEADERS.entry];
  const round = countIn(headers[MARKER_HEADERS.round]);
  if (entry === undefined || round === undefined) return undefined;
  return kind === 'settled'
    ? { ...place, kind, entry }
    : { ...place, kind, entry, round, code: headers[NAMES.code] ?? 'HANDLER_FAILED' };
};

/**
 * What a record of a log of dead letters says. Undefined for what is none of ours, and for what only a newer version
 * understands: it changes nothing.
 */
export const readDeadItem = (record: IncomingRecord): DeadItem | undefined => {
  const { headers, offset, appendedMs } = record;
  const place = { offset, appendedMs };
  const marker = headers[MARKER_HEADERS.kind];
  switch (marker) {
    case undefined:
      return headers[NAMES.topic] === undefined ? undefined : entryIn(record, place);
    case 'released':
    case 'discarded':
    case 'edited':
      return orderIn(headers, place, marker);
    case 'settled':
    case 'failed':
      return outcomeIn(headers, place, marker);
    default:
      return undefined;
  }
};

/** The record that an entry was made of, as it was read from its topic; `value` replaces its data. */
export const originalOf = (entry: IncomingRecord, value: Buffer | null = entry.value): IncomingRecord => {
  const { headers } = entry;
  const topic = headers[NAMES.topic] ?? '';
  const appendedMs = Date.parse(headers[NAMES.appended] ?? '');
  return {
    topic,
    partition: countIn(headers[NAMES.partition]) ?? entry.partition,
    offset: BigInt(countIn(headers[NAMES.offset]) ?? 0),
    key: entry.key,
    value,
    headers: originalHeaders(headers),
    appendedMs: Number.isNaN(appendedMs) ? entry.appendedMs : appendedMs,
  };
};
