import { renderJsonData, type EventDefinition } from '@troupe/contracts';
import type { Codec, IncomingRecord } from '@troupe/messaging';
import { originalOf } from '../dead-records.ts';
import { entryOf } from '../fold.ts';
import { MARKER_HEADERS } from '../markers.ts';
import { refused, survey, type DeadLetterDesk, type LogEntry } from './desk.ts';
import { causeIn, describe, particularsOf, type Cause, type DeadLetter } from './describe.ts';

/** What happened to an entry after it was given up. */
export interface DeadLetterEvent {
  /** `released`, `discarded`, `edited` by a person; `settled`, `failed` by the agent. */
  readonly what: string;
  /** ISO 8601, in UTC. */
  readonly at: string;
  /** Of a person's order. */
  readonly actor?: string;
  readonly reason?: string;
  /** What an edit replaced the data with: see `DeadLetterDetail.data`. */
  readonly data?: unknown;
  /** Why it failed again. */
  readonly cause?: Cause;
  /** What became of it when it was handled. */
  readonly outcome?: string;
}

/** Everything that is known of an entry, also after it was dealt with. */
export interface DeadLetterDetail extends Omit<DeadLetter, 'state'> {
  readonly state: DeadLetter['state'] | 'settled' | 'discarded';
  /** As they came with the event. */
  readonly headers: Readonly<Record<string, string>>;
  /** The original bytes in base64; null where there were none. */
  readonly value: string | null;
  /** The same as data of the event, where it can be read: by the reader's schema, whatever it was written with. */
  readonly data?: unknown;
  /** Why it cannot be read, otherwise. */
  readonly unreadable?: string;
  /** In the order of the log. */
  readonly history: readonly DeadLetterEvent[];
}

/** What data is shown with. */
export interface ShowOptions {
  readonly id: string;
  /** Narrows the search to one partition. */
  readonly conversation?: string;
  /** Absent: bytes only. */
  readonly codec?: Pick<Codec, 'decode'>;
  /** Event types that may be met. */
  readonly definitions?: readonly EventDefinition[];
}

type Readable = Pick<DeadLetterDetail, 'data' | 'unreadable'>;

const dataOf = async (
  { topic, value }: IncomingRecord,
  { codec, definitions = [] }: ShowOptions,
): Promise<Readable> => {
  const definition = definitions.find(({ type }) => type === topic);
  if (codec === undefined || definition === undefined) return {};
  try {
    return { data: renderJsonData(definition, await codec.decode(definition, value)) };
  } catch (error) {
    return { unreadable: error instanceof Error ? error.message : String(error) };
  }
};

const isAbout = ({ item, key }: LogEntry, entry: LogEntry, id: string): boolean => {
  if (key !== entry.key || item.kind === 'entry') return false;
  if ('entry' in item) return item.entry === id;
  return 'entry' in item.target ? item.target.entry === id : entry.item.offset <= item.target.upTo;
};

const happened = async (
  { item, record }: LogEntry,
  entry: LogEntry,
  options: ShowOptions,
): Promise<DeadLetterEvent> => {
  const { headers, appendedMs, value } = record;
  const at = headers[MARKER_HEADERS.at] ?? new Date(appendedMs).toISOString();
  const outcome = headers[MARKER_HEADERS.outcome];
  return {
    what: item.kind,
    at,
    ...('by' in item && { actor: item.by.actor, reason: item.by.reason }),
    ...(item.kind === 'edited' && { data: (await dataOf(originalOf(entry.record, value), options)).data }),
    ...(item.kind === 'failed' && { cause: causeIn(record) }),
    ...(outcome !== undefined && { outcome }),
  };
};

/**
 * Everything about one entry: original headers and bytes, its data, and who did what about it, why and when.
 * @throws TroupeError DEAD_LETTER_REFUSED: there is no such entry · KAFKA_UNAVAILABLE · TOPIC_MISMATCH
 */
export const showDeadLetter = async (desk: DeadLetterDesk, options: ShowOptions): Promise<DeadLetterDetail> => {
  const { id } = options;
  const found: LogEntry[] = [];
  let last = 'held';
  const { letters } = await survey(desk, options, (each, soFar) => {
    const [entry] = found;
    if (entry === undefined) {
      if (each.item.kind === 'entry' && each.item.id === id) found.push(each);
    } else if (isAbout(each, entry, id)) {
      found.push(each);
      if (soFar.done.has(id) && last === 'held') last = each.item.kind;
    }
  });
  const [entry, ...history] = found;
  if (entry?.item.kind !== 'entry')
    throw refused(`${desk.agent} has no dead letter ${id}: list shows what there is`, { id });
  const held = entryOf(letters.holds.get(entry.key), id);
  const lastFailure = history.findLast(({ item }) => item.kind === 'failed')?.record;
  const particulars = { ...particularsOf(entry.record), ...(lastFailure && { cause: causeIn(lastFailure) }) };
  const original = originalOf(entry.record);
  return {
    ...describe(held ?? { ...entry.item, round: 0 }, entry.key, particulars),
    ...(held === undefined && { state: last === 'discarded' ? ('discarded' as const) : ('settled' as const) }),
    headers: original.headers,
    value: original.value?.toString('base64') ?? null,
    ...(await dataOf(original, options)),
    history: await Promise.all(history.map((each) => happened(each, entry, options))),
  };
};
