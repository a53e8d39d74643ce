import { parseJsonData, TroupeError, type EventDefinition } from '@troupe/contracts';
import type { Codec } from '@troupe/messaging';
import { DEAD_LETTER_HEADERS } from '../../delivery/dead-letter.ts';
import { entryOf, type HeldEntry } from '../fold.ts';
import { orderMarker, type Order } from '../markers.ts';
import { refused, survey, type DeadLetterDesk, type Survey } from './desk.ts';

/** Who gives an order, and why: both are kept with it. */
export interface Warrant {
  readonly actor: string;
  readonly reason: string;
}

/** What an order is about: one entry, or everything that a conversation holds now. */
export type OrderTarget = { readonly id: string; readonly conversation?: string } | { readonly conversation: string };

/** An order that is in the log. */
export interface Ordered {
  /** The id of its marker. The same order twice is the same marker. */
  readonly marker: string;
  readonly conversation: string;
  /** The entries that it is about, in the order of the log. */
  readonly entries: readonly string[];
}

/** A replacement for the data of one entry. */
export interface Edit extends Warrant {
  readonly id: string;
  /** Narrows the search to one partition. */
  readonly conversation?: string;
  /** JSON, as the gateway takes it. */
  readonly data: unknown;
  readonly codec: Pick<Codec, 'encode'>;
  /** Event types that may be met. */
  readonly definitions: readonly EventDefinition[];
}

/** Text of a header; a marker shall stay small whatever is typed. */
const LONGEST_TEXT = 1_000;
/** The topic takes more than its readers' topics do; an edited event is no reason to use that. */
const LARGEST_VALUE = 1_000_000;

const warranted = ({ actor, reason }: Warrant): Warrant => {
  const missing = Object.entries({ actor, reason }).filter(([, text]) => text.trim() === '');
  if (missing.length > 0)
    throw refused(`${missing.map(([name]) => name).join(' and ')} must not be empty: they are kept`);
  return { actor: actor.trim().slice(0, LONGEST_TEXT), reason: reason.trim().slice(0, LONGEST_TEXT) };
};

/** A held entry, and what it was given up as. */
interface Found {
  readonly entry: HeldEntry;
  readonly key: string;
  readonly type: string;
}

const find = async (desk: DeadLetterDesk, target: { id: string; conversation?: string }): Promise<Found> => {
  let place: { readonly key: string; readonly type: string } | undefined;
  const { letters } = await survey(desk, target, ({ item, key, record }) => {
    if (item.kind === 'entry' && item.id === target.id)
      place ??= { key, type: record.headers[DEAD_LETTER_HEADERS.topic] ?? '' };
  });
  const { id } = target;
  if (place === undefined) throw refused(`${desk.agent} has no dead letter ${id}: list shows what there is`, { id });
  const entry = entryOf(letters.holds.get(place.key), id);
  if (entry === undefined) throw refused(`${id} was dealt with already: show tells by whom`, { id });
  if (entry.due !== undefined)
    throw refused(`${id} was released: ${desk.agent} handles it, or will when it runs. If it fails it is held again`, {
      id,
    });
  return { entry, ...place };
};

const give = async (desk: DeadLetterDesk, order: Omit<Order, 'agent' | 'atMs'>): Promise<string> => {
  const { agent, publisher, clock = Date.now } = desk;
  const marker = orderMarker({ ...order, agent, atMs: clock() });
  await publisher.publish([marker]);
  return marker.id;
};

const conversationOf = ({ letters, ends }: Survey, key: string, agent: string) => {
  const hold = letters.holds.get(key);
  const entries = [...(hold?.line.values() ?? []), ...(hold?.aside.values() ?? [])];
  const free = entries.filter(({ due }) => due === undefined).map(({ id }) => id);
  // Of a conversation only one partition was read.
  const [end] = ends.values();
  if (free.length === 0 || end === undefined) {
    const why = entries.length === 0 ? 'nothing' : 'only what is being handled already';
    throw refused(`${agent} holds ${why} of conversation ${key}`, { conversation: key });
  }
  return { entries: free, upTo: end - 1n };
};

const orderAll = async (
  desk: DeadLetterDesk,
  kind: 'released' | 'discarded',
  { conversation, ...warrant }: Warrant & { readonly conversation: string },
): Promise<Ordered> => {
  const found = await survey(desk, { conversation }, () => undefined);
  const { entries, upTo } = conversationOf(found, conversation, desk.agent);
  const order = { key: conversation, kind, target: { upTo }, about: String(upTo), ...warranted(warrant) };
  return { marker: await give(desk, order), conversation, entries };
};

const orderOne = async (
  desk: DeadLetterDesk,
  kind: 'released' | 'discarded',
  target: Warrant & { readonly id: string; readonly conversation?: string },
): Promise<Ordered> => {
  const warrant = warranted(target);
  const { entry, key } = await find(desk, target);
  const about = `${entry.round}/${String(entry.edit ?? '')}`;
  const marker = await give(desk, { key, kind, target: { entry: entry.id }, about, ...warrant });
  return { marker, conversation: key, entries: [entry.id] };
};

const order = (kind: 'released' | 'discarded') => (desk: DeadLetterDesk, about: OrderTarget & Warrant) =>
  'id' in about ? orderOne(desk, kind, about) : orderAll(desk, kind, about);

/**
 * Lets the agent handle a held event again, or all that a conversation holds now, in the order of the log and each when
 * what is before it is dealt with. What fails again is held again.
 * @throws TroupeError DEAD_LETTER_REFUSED: it is not held, or no longer · KAFKA_UNAVAILABLE · TOPIC_MISMATCH
 */
export const releaseDeadLetter: (desk: DeadLetterDesk, about: OrderTarget & Warrant) => Promise<Ordered> =
  order('released');

/**
 * Passes over a held event, or all that a conversation holds now. It stays in the log, with who discarded it and why; what
 * was parked behind it goes on.
 * @throws TroupeError DEAD_LETTER_REFUSED: it is not held, or no longer · KAFKA_UNAVAILABLE · TOPIC_MISMATCH
 */
export const discardDeadLetter: (desk: DeadLetterDesk, about: OrderTarget & Warrant) => Promise<Ordered> =
  order('discarded');

const encoded = async (type: string, { data: json, codec, definitions }: Edit): Promise<Buffer> => {
  const definition = definitions.find((each) => each.type === type);
  if (definition === undefined) throw refused(`${type} is no event type that is known here: it cannot be edited`);
  const { data, problems } = parseJsonData(definition, json);
  if (problems !== undefined)
    throw new TroupeError(
      'EVENT_INVALID',
      `The replacement is no ${type}: ${problems.map(({ field, message }) => `${field || 'it'} ${message}`).join('; ')}`,
      { details: { type, problems } },
    );
  const value = await codec.encode(definition, data);
  if (value.length > LARGEST_VALUE) throw refused(`${value.length} bytes are too large: ${LARGEST_VALUE} is the most`);
  return value;
};

/**
 * Replaces the data of a held event and releases it: it is handled with the replacement, and the original never will be. The
 * original stays in the log, with the edit, who made it and why.
 * @throws TroupeError EVENT_INVALID: the replacement does not fit the event's schema, with each field ·
 * DEAD_LETTER_REFUSED · KAFKA_UNAVAILABLE · TOPIC_MISMATCH · SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE
 */
export const editDeadLetter = async (desk: DeadLetterDesk, edit: Edit): Promise<Ordered> => {
  const warrant = warranted(edit);
  const { entry, key, type } = await find(desk, edit);
  const value = await encoded(type, edit);
  const about = `${entry.round}`;
  const marker = await give(desk, { key, kind: 'edited', target: { entry: entry.id }, value, about, ...warrant });
  return { marker, conversation: key, entries: [entry.id] };
};
