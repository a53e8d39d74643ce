import { AT_LEAST, MORE_THAN } from '../operators/booleans.ts';
import type { Operator } from '../operators/operator.ts';
import { digitsOf, simplestBetween } from './decimals.ts';
import { constantEntry, isTotal, type Entry } from './entry.ts';

/** What boundaries are chosen by. */
export interface BoundaryTaste {
  /** Numbers that the description names. */
  readonly named: ReadonlySet<number>;
  /** True when the description says "over" or "more than" rather than "at least" or "from". */
  readonly isStrict: boolean;
  /** What a threshold costs more, because the description speaks of none. */
  readonly extra: number;
}

interface Boundary {
  readonly operator: Operator;
  readonly value: number;
  readonly cost: number;
}

const NAMED_COST = 1;

/** A description that names numbers names the boundaries. */
const UNNAMED_COST = 2;

const boundary = (operator: Operator, value: number, { named, extra }: BoundaryTaste): Boundary => ({
  operator,
  value,
  cost: named.has(value) ? NAMED_COST : 1 + digitsOf(value) + (named.size > 0 ? UNNAMED_COST : 0) + extra,
});

/** A number between two others that were seen: one that is named, else one that is rounder than both. */
const unseen = (low: number, high: number, taste: BoundaryTaste): readonly number[] => {
  const isWhole = [low, high].every(Number.isInteger);
  const named = [...taste.named].filter(
    (value) => value > low && value < high && (!isWhole || Number.isInteger(value)),
  );
  const round = simplestBetween(low, high);
  const isRounder = round !== undefined && digitsOf(round) < Math.min(digitsOf(low), digitsOf(high));
  return [...named, ...(isRounder && round > low ? [round] : [])];
};

/**
 * Where the line may be drawn between two neighbouring numbers, the likeliest place first. A number that the description
 * names comes first, then the roundest; of equals the upper one, at which the new behaviour was seen ("from 100"), unless
 * the description is strict ("over 99").
 */
export const boundariesBetween = (low: number, high: number, taste: BoundaryTaste): readonly Boundary[] => {
  const from = boundary(AT_LEAST, high, taste);
  const over = boundary(MORE_THAN, low, taste);
  const seen = taste.isStrict ? [over, from] : [from, over];
  const all = [...seen, ...unseen(low, high, taste).map((value) => boundary(AT_LEAST, value, taste))];
  return all.toSorted((one, other) => one.cost - other.cost);
};

const thresholdOf = (entry: Entry, { operator, value, cost }: Boundary): Entry => ({
  type: 'boolean',
  cost: entry.cost + 2 + cost,
  values: entry.values.map((each) => (each === undefined ? undefined : operator.apply(each, value))),
  made: { operator, operands: [entry, constantEntry(value, entry.values.length, cost)] },
});

/** The decisions that a number can be the reason of: for each gap between its values one, and rivals of it. */
export const thresholdsOf = (entry: Entry, taste: BoundaryTaste): readonly Entry[] => {
  if (!isTotal(entry)) return [];
  // An entry of type number has numbers for values.
  const values = entry.values as readonly number[];
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  return distinct
    .slice(1)
    .flatMap((high, index) => boundariesBetween(distinct[index] ?? high, high, taste))
    .map((found) => thresholdOf(entry, found));
};
