import {
  helperName,
  inlineOrHelper,
  member,
  method,
  pattern,
  within,
  BINDING,
  type Printer,
} from '../printing/printed.ts';
import { shape, type Operator } from './operator.ts';
import { isCount } from './strings.ts';

type Numbers = readonly number[];

const ofNumbers = shape(['list<number>'], 'list<number>');
const number = shape(['list<number>'], 'number');
const range = shape(['number', 'number'], 'list<number>');
const ofStrings = shape(['list<string>'], 'list<string>');
const oneString = shape(['list<string>'], 'string');

const sum = (items: Numbers): number => items.reduce((total, item) => total + item, 0);
const unlessEmpty =
  (of: (items: Numbers) => number) =>
  (items: Numbers): number | undefined =>
    items.length === 0 ? undefined : of(items);

const median = (items: Numbers): number => {
  const sorted = items.toSorted((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return ((sorted[low] ?? 0) + (sorted[high] ?? 0)) / 2;
};

const runningTotals = (items: Numbers): Numbers => items.map((_, index) => sum(items.slice(0, index + 1)));

const upTo = (from: number, to: number): Numbers | undefined =>
  Number.isInteger(from) && isCount(Math.max(0, to - from))
    ? Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
    : undefined;

const divisors = (value: number): Numbers | undefined =>
  value > 0 && isCount(value) ? (upTo(1, value) ?? []).filter((by) => value % by === 0) : undefined;

const divisorsOf: Printer = ([value]) => ({
  ...member(`${helperName('divisors')}(${within(value, BINDING.arrow)})`),
  helpers: [
    {
      name: 'divisors',
      source: '(number) => Array.from({ length: number }, (_, index) => index + 1).filter((by) => number % by === 0)',
    },
  ],
});

const filled = <Item>(item: Item, count: number): readonly Item[] | undefined =>
  isCount(count) ? Array.from({ length: count }, () => item) : undefined;

const fill: Printer = ([item, count]) =>
  member(`Array.from({ length: ${within(count, BINDING.arrow)} }, () => ${within(item, BINDING.arrow)})`);

const digits = (value: number): Numbers | undefined =>
  Number.isInteger(value) && value >= 0 ? Array.from(String(value)).map(Number) : undefined;

const dot = (one: Numbers, other: Numbers): number | undefined =>
  one.length === other.length ? one.reduce((total, item, index) => total + item * (other[index] ?? 0), 0) : undefined;

const longest = (items: readonly string[]): string | undefined =>
  items.length === 0 ? undefined : items.reduce((best, item) => (item.length > best.length ? item : best));
const shortest = (items: readonly string[]): string | undefined =>
  items.length === 0 ? undefined : items.reduce((best, item) => (item.length < best.length ? item : best));

const SUM = '$1.reduce((sum, each) => sum + each, 0)';

const average = inlineOrHelper('average', ['numbers'], pattern(`${SUM} / $1.length`, BINDING.multiplicative));

const medianOf: Printer = ([items]) => ({
  ...member(`${helperName('median')}(${within(items, BINDING.arrow)})`),
  helpers: [
    {
      name: 'median',
      source: `(numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;
}`,
    },
  ],
});

const totals = inlineOrHelper(
  'runningTotals',
  ['numbers'],
  pattern('$1.map((_, index) => $1.slice(0, index + 1).reduce((sum, each) => sum + each, 0))'),
);

const numbersFrom: Printer = ([from, to]) => {
  const helper = {
    name: 'range',
    source: '(from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)',
  };
  return {
    ...member(`${helperName('range')}(${within(from, BINDING.arrow)}, ${within(to, BINDING.arrow)})`),
    helpers: [helper],
  };
};

const dotProduct: Printer = ([one, other]) =>
  member(
    `${within(one, BINDING.member)}.reduce((sum, each, index) => sum + each * ${within(other, BINDING.member)}[index], 0)`,
  );

const best = (name: string, sign: string): Printer =>
  pattern(`$1.reduce((${name}, each) => (each.length ${sign} ${name}.length ? each : ${name}))`);

/** What can be done with lists of numbers only. */
export const NUMBER_LIST_OPERATORS: readonly Operator[] = [
  number('sum', 2, sum, pattern(SUM)),
  number(
    'average',
    3,
    unlessEmpty((items) => sum(items) / items.length),
    average,
  ),
  number(
    'product',
    3,
    (items) => items.reduce((total, item) => total * item, 1),
    pattern('$1.reduce((product, each) => product * each, 1)'),
  ),
  number(
    'largest',
    2,
    unlessEmpty((items) => Math.max(...items)),
    pattern('Math.max(...#1)'),
  ),
  number(
    'smallest',
    2,
    unlessEmpty((items) => Math.min(...items)),
    pattern('Math.min(...#1)'),
  ),
  number('median', 6, unlessEmpty(median), medianOf),
  ofNumbers('ascending', 2, (items) => items.toSorted((a, b) => a - b), pattern('$1.toSorted((a, b) => a - b)')),
  ofNumbers('descending', 2, (items) => items.toSorted((a, b) => b - a), pattern('$1.toSorted((a, b) => b - a)')),
  ofNumbers('runningTotals', 6, runningTotals, totals),
  shape(['list<number>', 'list<number>'], 'number')('dotProduct', 4, dot, dotProduct),
];

/** Lists of numbers that are made from numbers. */
export const NUMBERS_FROM_NUMBER_OPERATORS: readonly Operator[] = [
  shape(['number'], 'list<number>')('divisors', 6, divisors, divisorsOf),
  range('range', 4, upTo, numbersFrom),
  shape(['number'], 'list<number>')('digits', 4, digits, pattern('[...String(#1)].map(Number)')),
];

/** What can be done with lists of strings only. */
export const STRING_LIST_OPERATORS: readonly Operator[] = [
  shape(['list<string>', 'string'], 'string')('join', 2, (items, by) => items.join(by), method('join')),
  shape(['string', 'number'], 'list<string>')('fill', 5, (item, count) => filled(item, count), fill),
  ofStrings('alphabetical', 2, (items) => items.toSorted(), method('toSorted')),
  ofStrings('reverseAlphabetical', 4, (items) => items.toSorted().reverse(), pattern('$1.toSorted().reverse()')),
  ofStrings(
    'byLength',
    4,
    (items) => items.toSorted((a, b) => a.length - b.length),
    pattern('$1.toSorted((a, b) => a.length - b.length)'),
  ),
  ofStrings(
    'byLengthDescending',
    5,
    (items) => items.toSorted((a, b) => b.length - a.length),
    pattern('$1.toSorted((a, b) => b.length - a.length)'),
  ),
  oneString('longest', 4, longest, best('longest', '>')),
  oneString('shortest', 4, shortest, best('shortest', '<')),
];
