import { listOf, type Scalar, type ScalarType } from '@troupe/feature-spec';
import { inlineOrHelper, member, method, pattern, within, BINDING, type Printer } from '../printing/printed.ts';
import type { Operator } from './operator.ts';
import { isCount } from './strings.ts';

interface Standing {
  readonly item: Scalar;
  readonly list: readonly Scalar[];
  readonly number: number;
  readonly boolean: boolean;
}

type Operands<Takes extends readonly (keyof Standing)[]> = { readonly [Key in keyof Takes]: Standing[Takes[Key]] };

/** Operators for lists of whatever items: `item` and `list` stand for their types. */
const anyList =
  <const Takes extends readonly (keyof Standing)[], Gives extends keyof Standing>(takes: Takes, gives: Gives) =>
  (name: string, cost: number, apply: (...operands: Operands<Takes>) => Standing[Gives] | undefined, print: Printer) =>
  (item: ScalarType): Operator => {
    const concrete = { item, list: listOf(item), number: 'number', boolean: 'boolean' } as const;
    return {
      name,
      takes: takes.map((type) => concrete[type]),
      gives: concrete[gives],
      cost,
      commutes: false,
      plain: [],
      isLast: false,
      // Expressions are built by type, so that the operands are always those that `takes` names.
      apply: apply as unknown as Operator['apply'],
      print,
    };
  };

const ofList = anyList(['list'], 'list');
const partOf = anyList(['list', 'number'], 'list');
const itemOf = anyList(['list'], 'item');
const withItem = anyList(['list', 'item'], 'list');

const at = (items: readonly Scalar[], place: number): Scalar | undefined =>
  Number.isInteger(place) ? items[place] : undefined;

const mostFrequent = (items: readonly Scalar[]): Scalar | undefined => {
  const count = (wanted: Scalar): number => items.filter((item) => item === wanted).length;
  return [...new Set(items)].sort((a, b) => count(b) - count(a))[0];
};

const inOrder = (items: readonly Scalar[]): boolean =>
  items.every((item, index) => index === 0 || (items[index - 1] ?? item) <= item);

const count: Printer = ([items, wanted]) =>
  member(`${within(items, BINDING.member)}.filter((each) => each === ${within(wanted, BINDING.equality + 1)}).length`);

const appended: Printer = ([items, item]) =>
  member(`[...${within(items, BINDING.member)}, ${within(item, BINDING.arrow)}]`);
const prepended: Printer = ([items, item]) =>
  member(`[${within(item, BINDING.arrow)}, ...${within(items, BINDING.member)}]`);

const slice =
  (before: string): Printer =>
  ([items, size]) =>
    member(`${within(items, BINDING.member)}.slice(${before}${within(size, BINDING.unary)})`);

const frequent = inlineOrHelper(
  'mostFrequent',
  ['items'],
  pattern(
    '[...new Set(#1)].sort((a, b) => $1.filter((each) => each === b).length - $1.filter((each) => each === a).length)[0]',
  ),
);

const ascending = inlineOrHelper(
  'isAscending',
  ['items'],
  pattern('$1.every((each, index) => index === 0 || $1[index - 1] <= each)'),
);

/** The item at a place. */
export const itemAt = anyList(['list', 'number'], 'item')('at', 3, at, ([items, place]) =>
  member(`${within(items, BINDING.member)}[${within(place, BINDING.arrow)}]`),
);

const GENERIC = [
  anyList(['list'], 'number')('size', 1, (items) => items.length, pattern('$1.length')),
  anyList(['list', 'item'], 'boolean')('includes', 2, (items, item) => items.includes(item), method('includes')),
  anyList(['list', 'item'], 'number')('indexOf', 4, (items, item) => items.indexOf(item), method('indexOf')),
  anyList(['list', 'item'], 'number')('count', 3, (items, item) => items.filter((each) => each === item).length, count),
  anyList(['list'], 'boolean')('isAscending', 6, inOrder, ascending),
  itemOf('first', 2, (items) => items[0], pattern('$1[0]')),
  itemOf('last', 2, (items) => items.at(-1), pattern('$1.at(-1)')),
  itemOf('mostFrequent', 6, mostFrequent, frequent),
  itemAt,
  ofList('reverse', 2, (items) => items.toReversed(), method('toReversed')),
  ofList('unique', 3, (items) => [...new Set(items)], pattern('[...new Set(#1)]')),
  ofList('withoutFirst', 3, (items) => items.slice(1), pattern('$1.slice(1)')),
  ofList('withoutLast', 3, (items) => items.slice(0, -1), pattern('$1.slice(0, -1)')),
  partOf('take', 2, (items, size) => (isCount(size) ? items.slice(0, size) : undefined), slice('0, ')),
  partOf('drop', 3, (items, size) => (isCount(size) ? items.slice(size) : undefined), slice('')),
  partOf('takeLast', 3, (items, size) => (isCount(size) && size > 0 ? items.slice(-size) : undefined), slice('-')),
  withItem('append', 3, (items, item) => [...items, item], appended),
  withItem('prepend', 4, (items, item) => [item, ...items], prepended),
  withItem(
    'without',
    4,
    (items, item) => items.filter((each) => each !== item),
    ([items, item]) =>
      member(`${within(items, BINDING.member)}.filter((each) => each !== ${within(item, BINDING.equality + 1)})`),
  ),
  anyList(['list', 'list'], 'list')('concatLists', 3, (a, b) => [...a, ...b], pattern('[...$1, ...$2]')),
];

/** What can be done with a list of such items, whatever they are. */
export const anyListOperators = (item: ScalarType): readonly Operator[] => GENERIC.map((of) => of(item));
