import type { Approval } from './approval.ts';
import type { DeadItem, EntryItem, OrderItem, OutcomeItem } from './dead-item.ts';

/** Says that an entry is to be handled now. The same for everybody who reads the same log. */
export interface Due {
  /** How often it was handled before, and failed. */
  readonly round: number;
  /** When the record that made it due was appended. */
  readonly sinceMs: number;
  /** Where the replacement of its data lies, if it has one. */
  readonly edit?: bigint;
  /** Who said so; absent where it only waited for those before it. */
  readonly approval?: Approval;
}

/** An event that is held: where it lies, never its bytes. */
export interface HeldEntry {
  readonly id: string;
  readonly offset: bigint;
  readonly inLine: boolean;
  readonly code: string;
  readonly parked: boolean;
  readonly round: number;
  readonly edit?: bigint;
  readonly approval?: Approval;
  readonly due?: Due;
}

/** What is held of one conversation. */
export interface Hold {
  /** In the order of the log: the first goes first. While there is one, the conversation is parked. */
  readonly line: Map<string, HeldEntry>;
  /** What holds up nobody. */
  readonly aside: Map<string, HeldEntry>;
  /** Of both, what is to be handled now: at most one of the line. */
  readonly due: Set<string>;
  /** The orders that were taken, so that a second copy is none. */
  readonly orders: Set<string>;
}

/** What one partition of a log of dead letters comes to. Grows by ids and offsets. */
export interface DeadLetters {
  /** By key; only what holds something. */
  readonly holds: Map<string, Hold>;
  /** The ids of what was handled or discarded: a late copy of it is not held again. */
  readonly done: Set<string>;
}

/** A record and the key that it lies under. */
export interface KeyedItem {
  readonly key: string;
  readonly item: DeadItem;
}

/** Nothing is held. */
export const noDeadLetters = (): DeadLetters => ({ holds: new Map(), done: new Set() });

/**
 * What a log comes to. The same whichever copies of its records occur later on, and whether it is folded at once or went on
 * from any earlier point: only the order of first copies counts.
 */
export const foldDeadLetters = (log: Iterable<KeyedItem>, from: DeadLetters = noDeadLetters()): DeadLetters => {
  for (const { key, item } of log) advance(from, key, item);
  return from;
};

/** Takes the next record of the log into account, in place: a conversation may hold very many. */
export const advance = (letters: DeadLetters, key: string, item: DeadItem): void => {
  const hold = letters.holds.get(key) ?? emptyHold();
  if (item.kind === 'entry') take(letters, hold, item);
  else if (item.kind === 'settled' || item.kind === 'failed') conclude(letters, hold, item);
  else obey(letters, hold, item);
  callNext(hold, item.appendedMs);
  if (hold.line.size + hold.aside.size > 0) letters.holds.set(key, hold);
  else letters.holds.delete(key);
};

/** The entry of this id, if it is held. */
export const entryOf = (hold: Hold | undefined, id: string): HeldEntry | undefined =>
  hold?.line.get(id) ?? hold?.aside.get(id);

const emptyHold = (): Hold => ({ line: new Map(), aside: new Map(), due: new Set(), orders: new Set() });

const put = (hold: Hold, entry: HeldEntry): void => void (entry.inLine ? hold.line : hold.aside).set(entry.id, entry);

const take = ({ done }: DeadLetters, hold: Hold, { id, offset, code, parked, inLine }: EntryItem): void => {
  if (done.has(id) || entryOf(hold, id) !== undefined) return;
  put(hold, { id, offset, code, parked, inLine, round: 0 });
};

const remove = ({ done }: DeadLetters, hold: Hold, id: string): void => {
  hold.line.delete(id);
  hold.aside.delete(id);
  hold.due.delete(id);
  done.add(id);
};

const conclude = (letters: DeadLetters, hold: Hold, item: OutcomeItem): void => {
  const entry = entryOf(hold, item.entry);
  if (entry === undefined) return;
  if (item.kind === 'settled') return remove(letters, hold, item.entry);
  if (entry.round !== item.round) return;
  const { id, offset, inLine, edit, round } = entry;
  hold.due.delete(id);
  const left = { id, offset, inLine, ...(edit !== undefined && { edit }) };
  put(hold, { ...left, parked: false, code: item.code, round: round + 1 });
};

const targetsOf = (hold: Hold, { target }: OrderItem): readonly HeldEntry[] => {
  const entries =
    'entry' in target
      ? [entryOf(hold, target.entry)]
      : [...hold.line.values(), ...hold.aside.values()].filter(({ offset }) => offset <= target.upTo);
  // What is being handled already is out of anybody's hands.
  return entries.filter((entry): entry is HeldEntry => entry !== undefined && entry.due === undefined);
};

const obey = (letters: DeadLetters, hold: Hold, order: OrderItem): void => {
  if (hold.orders.has(order.by.marker)) return;
  hold.orders.add(order.by.marker);
  for (const entry of targetsOf(hold, order)) {
    if (order.kind === 'discarded') remove(letters, hold, entry.id);
    else {
      const approved = { ...entry, approval: order.by, ...(order.kind === 'edited' && { edit: order.offset }) };
      put(hold, approved);
      if (!entry.inLine) makeDue(hold, approved, order.appendedMs);
    }
  }
};

const callNext = (hold: Hold, nowMs: number): void => {
  const [first] = hold.line.values();
  if (first === undefined || first.due !== undefined) return;
  if (first.parked || first.approval !== undefined) makeDue(hold, first, nowMs);
};

const makeDue = (hold: Hold, entry: HeldEntry, sinceMs: number): void => {
  const { id, round, edit, approval } = entry;
  const due: Due = { round, sinceMs, ...(edit !== undefined && { edit }), ...(approval && { approval }) };
  put(hold, { ...entry, due });
  hold.due.add(id);
};
