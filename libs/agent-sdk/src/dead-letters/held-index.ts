import type { HeldOffsets, IncomingRecord, LogReader } from '@troupe/messaging';
import type { DeadItem } from './dead-item.ts';
import { readDeadItem } from './dead-records.ts';
import { advance, entryOf, noDeadLetters, type DeadLetters, type HeldEntry } from './fold.ts';

/** How much is held in the partitions of this process. */
export interface HeldCounts {
  /** Events: dead letters, and what is parked behind them. */
  readonly entries: number;
  readonly conversations: number;
}

/** A held entry and where it is. */
export interface PlacedEntry {
  readonly entry: HeldEntry;
  readonly key: string;
  readonly partition: number;
}

/** What the partitions of an agent's log of dead letters come to, as far as this process owns them. */
export interface HeldIndex {
  /**
   * Reads up to the end as it is now, and forgets partitions that are not among these.
   * @throws TroupeError KAFKA_UNAVAILABLE · TOPIC_MISMATCH · OFFSET_OUT_OF_RANGE
   */
  load(partitions: readonly number[]): Promise<void>;
  /** Follows the log by one record. What `load` has read already is not taken twice: then nothing is returned. */
  take(record: IncomingRecord): DeadItem | undefined;
  /** Whether an entry was ever in the log. */
  knows(partition: number, key: string, id: string): boolean;
  /** Says that an entry was written and has yet to be read: until then the conversation counts as parked. */
  expect(partition: number, key: string, id: string): void;
  /** Whether later events of a conversation have to wait. */
  isParked(partition: number, key: string): boolean;
  /** The conversations of these partitions of which later events have to wait. */
  parked(partitions: readonly number[]): readonly string[];
  /** What is to be handled now: under one key, or everywhere. */
  due(of?: { readonly partition: number; readonly key: string }): readonly PlacedEntry[];
  counts(): HeldCounts;
}

interface PartitionState {
  readonly letters: DeadLetters;
  /** Everything below was read by `load`. */
  next: bigint;
  /** By key: ids that were written by this process and have not come back yet. */
  readonly expected: Map<string, Set<string>>;
}

interface Totals {
  entries: number;
  conversations: number;
}

const sizeOf = ({ holds }: DeadLetters, key: string): Totals => {
  const hold = holds.get(key);
  const line = hold?.line.size ?? 0;
  return { entries: line + (hold?.aside.size ?? 0), conversations: line > 0 ? 1 : 0 };
};

const totalsOf = (letters: DeadLetters): Totals =>
  [...letters.holds.keys()]
    .map((key) => sizeOf(letters, key))
    .reduce((sum, each) => plus(sum, each), { entries: 0, conversations: 0 });

const plus = (one: Totals, other: Totals, sign: 1 | -1 = 1): Totals => ({
  entries: one.entries + sign * other.entries,
  conversations: one.conversations + sign * other.conversations,
});

const dueIn = (partition: number, { holds }: DeadLetters, keys: Iterable<string>): readonly PlacedEntry[] =>
  [...keys].flatMap((key) =>
    [...(holds.get(key)?.due ?? [])].flatMap((id) => {
      const entry = entryOf(holds.get(key), id);
      return entry === undefined ? [] : [{ entry, key, partition }];
    }),
  );

/** The partitions that are known, and the sum of what they hold. */
interface Shelf {
  readonly states: Map<number, PartitionState>;
  totals: Totals;
}

const stateOf = ({ states }: Shelf, partition: number): PartitionState => {
  const state = states.get(partition) ?? { letters: noDeadLetters(), next: 0n, expected: new Map() };
  states.set(partition, state);
  return state;
};

const apply = (shelf: Shelf, { letters }: PartitionState, key: string, item: DeadItem): void => {
  shelf.totals = plus(shelf.totals, sizeOf(letters, key), -1);
  advance(letters, key, item);
  shelf.totals = plus(shelf.totals, sizeOf(letters, key));
};

const forget = (shelf: Shelf, partition: number, { letters }: PartitionState): void => {
  shelf.totals = plus(shelf.totals, totalsOf(letters), -1);
  shelf.states.delete(partition);
};

type LoadParts = { readonly topic: string; readonly reader: LogReader };

const loadOne = async (shelf: Shelf, partition: number, held: HeldOffsets, parts: LoadParts): Promise<void> => {
  const state = stateOf(shelf, partition);
  const from = state.next > held.from ? state.next : held.from;
  for await (const record of parts.reader.read({ topic: parts.topic, partition, from, to: held.to })) {
    const item = readDeadItem(record);
    if (item !== undefined) apply(shelf, state, record.key ?? '', item);
  }
  state.next = held.to;
  // Whatever was written by then has been read.
  state.expected.clear();
};

const load = async (shelf: Shelf, partitions: readonly number[], parts: LoadParts): Promise<void> => {
  for (const [partition, state] of shelf.states) if (!partitions.includes(partition)) forget(shelf, partition, state);
  const held = await parts.reader.held(parts.topic);
  for (const partition of partitions) await loadOne(shelf, partition, held.get(partition) ?? NOTHING, parts);
};

const NOTHING: HeldOffsets = { from: 0n, to: 0n };

const take = (shelf: Shelf, record: IncomingRecord): DeadItem | undefined => {
  const item = readDeadItem(record);
  const state = shelf.states.get(record.partition);
  if (item === undefined || state === undefined) return undefined;
  const key = record.key ?? '';
  if (item.kind === 'entry') leave(state, key, item.id);
  if (record.offset < state.next) return undefined;
  apply(shelf, state, key, item);
  return item;
};

const parkedIn = (state: PartitionState | undefined): readonly string[] => [
  ...[...(state?.letters.holds ?? [])].flatMap(([key, { line }]) => (line.size > 0 ? [key] : [])),
  ...(state?.expected.keys() ?? []),
];

/** Nothing is known before `load`. */
export const createHeldIndex = (parts: LoadParts): HeldIndex => {
  const shelf: Shelf = { states: new Map(), totals: { entries: 0, conversations: 0 } };
  const { states } = shelf;
  return {
    load: (partitions) => load(shelf, partitions, parts),
    take: (record) => take(shelf, record),
    knows: (partition, key, id) => {
      const letters = states.get(partition)?.letters;
      return letters?.done.has(id) === true || entryOf(letters?.holds.get(key), id) !== undefined;
    },
    expect: (partition, key, id) => {
      const { expected } = stateOf(shelf, partition);
      expected.set(key, (expected.get(key) ?? new Set()).add(id));
    },
    isParked: (partition, key) => {
      const state = states.get(partition);
      return (state?.letters.holds.get(key)?.line.size ?? 0) > 0 || state?.expected.has(key) === true;
    },
    parked: (owned) => owned.flatMap((partition) => parkedIn(states.get(partition))),
    due: (of) => {
      if (of === undefined)
        return [...states].flatMap(([number, { letters }]) => dueIn(number, letters, letters.holds.keys()));
      const letters = states.get(of.partition)?.letters;
      return letters === undefined ? [] : dueIn(of.partition, letters, [of.key]);
    },
    counts: () => shelf.totals,
  };
};

const leave = ({ expected }: PartitionState, key: string, id: string): void => {
  const ids = expected.get(key);
  ids?.delete(id);
  if (ids?.size === 0) expected.delete(key);
};
