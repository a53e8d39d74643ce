import type { Scalar, Value } from '@troupe/feature-spec';
import { knowledge } from '../hints/knowledge.ts';
import { clean, digitsOf, simplestBetween } from './decimals.ts';
import type { Problem } from './problem.ts';

/** Constants, with what each costs. */
export type Pool = ReadonlyMap<Scalar, number>;

/** What nearly every program can be made with. */
const COMMON: readonly (readonly [Scalar, number])[] = [
  [0, 2],
  [1, 2],
  [2, 2],
  [10, 3],
  [100, 3],
  [3, 4],
  [-1, 4],
  [4, 5],
  [5, 4],
  [7, 6],
  [12, 6],
  [60, 5],
  [1000, 5],
  ['', 2],
  [' ', 2],
];

/** A column of numbers, one for each case. */
type Column = readonly number[];

const sum = (items: readonly Scalar[]): number => items.reduce<number>((total, item) => total + Number(item), 0);

const columnsOf = ({ slots, cases }: Problem): readonly Column[] =>
  slots.flatMap((type, slot) => {
    const values = cases.map(({ environment }) => environment[slot]);
    // The type of the slot says what its values are.
    if (type === 'number') return [values as Column];
    if (type === 'boolean') return [];
    const lengths = (values as readonly (string | readonly Scalar[])[]).map(({ length }) => length);
    return type === 'list<number>' ? [lengths, (values as readonly (readonly Scalar[])[]).map(sum)] : [lengths];
  });

const withProducts = (columns: readonly Column[]): readonly Column[] => [
  ...columns,
  ...columns.flatMap((one, index) =>
    columns.slice(index + 1).map((other) => one.map((value, place) => value * (other[place] ?? 0))),
  ),
];

/** Constants by which results differ from the numbers of their cases: seen more than once, or simple enough. */
const relations = (column: Column, results: Column): readonly (readonly [number, number])[] => {
  const found = results.flatMap((result, index) => {
    const value = column[index] ?? 0;
    return [...(value === 0 || result === 0 ? [] : [clean(result / value)]), clean(Math.abs(result - value))];
  });
  const times = (wanted: number): number => found.filter((value) => value === wanted).length;
  return [...new Set(found)].flatMap((value) => {
    if (!Number.isFinite(value)) return [];
    if (times(value) > 1) return [[value, 2 + Math.min(3, digitsOf(value))] as const];
    return digitsOf(value) <= 2 ? [[value, 6] as const] : [];
  });
};

/** The factor that gives every result after rounding to multiples of twice this. */
const roundedFactor = (column: Column, results: Column, half: number): number | undefined => {
  const used = results.flatMap((result, index) => {
    const value = column[index] ?? 0;
    return value > 0 ? [[(result - half) / value, (result + half) / value] as const] : [];
  });
  if (used.length < 2) return undefined;
  const found = simplestBetween(Math.max(...used.map(([low]) => low)), Math.min(...used.map(([, high]) => high)));
  return found === undefined || digitsOf(found) > 4 ? undefined : found;
};

/** Slope and intercept of a line through all points, when there are more than two. */
const line = (column: Column, results: Column): readonly number[] => {
  const points = column.map((value, index) => [value, results[index] ?? 0] as const);
  const [first] = points;
  const second = points.find(([value]) => value !== first?.[0]);
  if (!first || !second || new Set(column).size < 3) return [];
  const slope = (second[1] - first[1]) / (second[0] - first[0]);
  const intercept = first[1] - slope * first[0];
  const fits = points.every(([x, y]) => Math.abs(slope * x + intercept - y) <= 1e-9 * Math.max(1, Math.abs(y)));
  return fits ? [clean(slope), clean(Math.abs(intercept))] : [];
};

const fromNumbers = (problem: Problem): readonly (readonly [Scalar, number])[] => {
  if (problem.returns !== 'number') return [];
  // The type of the results says what they are.
  const results = problem.cases.map(({ expected }) => expected as number);
  const columns = withProducts(columnsOf(problem));
  const factors = columns.flatMap((column) =>
    [0.005, 0.5].flatMap((half) => roundedFactor(column, results, half) ?? []),
  );
  const repeated = results.filter((value, index) => results.indexOf(value) !== index);
  return [
    ...columns.flatMap((column) => relations(column, results)),
    ...[...factors, ...columns.flatMap((column) => line(column, results))].map((value) => [value, 3] as const),
    ...repeated.map((value) => [value, 3] as const),
    ...results.map((value) => [value, 3 + digitsOf(value)] as const),
  ];
};

const textsOf = (value: Value | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' ? value.filter((item) => typeof item === 'string') : [];
};

const SIGNS = /[^A-Za-z0-9\s]\s?/g;
const RUNS = /[^A-Za-z0-9\s]{2,}/g;

const signsOf = (text: string): readonly string[] => {
  const single = (text.match(SIGNS) ?? []).flatMap((sign) => [sign, sign.trim()]);
  return [...new Set([...single, ...(text.match(RUNS) ?? [])])];
};

/** What stands between words: signs that are in most of these texts, with the space that follows them. */
const signsIn = (texts: readonly string[]): readonly string[] => {
  const all = texts.flatMap(signsOf);
  return [...new Set(all)].filter((sign) => all.filter((other) => other === sign).length * 2 >= texts.length);
};

const fromStrings = ({ slots, cases }: Problem): readonly (readonly [Scalar, number])[] => {
  const results = cases.flatMap(({ expected }) => textsOf(expected));
  const inputs = cases.flatMap(({ environment }) => environment.slice(0, slots.length).flatMap(textsOf));
  return [...signsIn(results).map((sign) => [sign, 2] as const), ...signsIn(inputs).map((sign) => [sign, 3] as const)];
};

/** What is a multiple of two named numbers is a multiple of their product. */
const productsOf = (named: readonly Value[]): readonly (readonly [Scalar, number])[] => {
  const small = named.filter(
    (value) => typeof value === 'number' && Number.isInteger(value) && value > 1 && value <= 12,
  ) as readonly number[];
  return small.flatMap((one, index) => small.slice(index + 1).map((other) => [one * other, 2] as const));
};

/** What the description names is as near as a parameter, unless it names a lot. */
const MOST_CHEAP = 6;

/** The constants that a program may be made with, from the description, the examples and common knowledge. */
export const constantsFor = (problem: Problem): Pool => {
  const pool = new Map<Scalar, number>();
  const cost = problem.named.length <= MOST_CHEAP ? 1 : 2;
  const named = problem.named.flatMap((value) => (typeof value === 'object' ? [] : [[value, cost] as const]));
  const all = [
    ...named,
    ...productsOf(problem.named),
    ...COMMON,
    ...knowledge(problem.hints).map((value) => [value, 3] as const),
    ...fromNumbers(problem),
    ...fromStrings(problem),
  ];
  for (const [value, price] of all) pool.set(value, Math.min(price, pool.get(value) ?? price));
  return pool;
};
