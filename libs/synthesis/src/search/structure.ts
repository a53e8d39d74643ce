import { elementOf, type Scalar, type ScalarType, type Value } from '@troupe/feature-spec';
import { slotsOf, type Expression } from '../expression.ts';
import { filterOf, mapOf } from '../operators/lambdas.ts';
import { STRING_LIST_OPERATORS } from '../operators/typed-lists.ts';
import type { Operand } from '../types.ts';
import type { Bank } from './bank.ts';
import { expressionOf, isTotal, type Entry } from './entry.ts';
import { MOST_CASES } from './masks.ts';
import type { Case, Problem } from './problem.ts';

/** A guess at how a program is built: solve the part, and the whole is solved. */
export interface Guess {
  readonly part: Problem;
  readonly whole: (part: Expression) => Expression;
  /** What the whole costs besides the part. */
  readonly cost: number;
}

type Items = readonly Scalar[];

const DEAREST_LIST = 5;
const SEPARATORS = [' ', '', ', ', ',', '-', '_', '\n'];

const isItems = (value: Operand | undefined): value is Items => typeof value === 'object';

/** One case for each item of each list, with what is expected of it; alike ones once. */
const partCases = ({ cases }: Problem, lists: readonly Items[], expected: readonly Items[]): readonly Case[] => {
  const all = cases.flatMap(({ environment }, index) =>
    (lists[index] ?? []).map((item, place): Case => {
      const wanted = expected[index]?.[place];
      return { environment: [...environment, item, place], expected: wanted ?? '' };
    }),
  );
  const distinct = [
    ...new Map(all.map((one) => [JSON.stringify([one.environment.at(-2), one.expected]), one])).values(),
  ];
  const others = all.filter((one) => !distinct.includes(one));
  return [...distinct, ...others].slice(0, MOST_CASES);
};

const partOf = (problem: Problem, item: ScalarType, returns: ScalarType, cases: readonly Case[]): Problem => ({
  ...problem,
  slots: [...problem.slots, item, 'number'],
  returns,
  cases,
  depth: problem.depth + 1,
});

type Found = readonly [Entry, ScalarType, readonly Items[]];

const COSTS = Array.from({ length: DEAREST_LIST }, (_, index) => index + 1);

/** Every list that was found and that is not always the same, with its items and what they are. */
const listsIn = (bank: Bank, items: readonly ScalarType[]): readonly Found[] =>
  items.flatMap((item) =>
    COSTS.flatMap((cost) => bank.entries(`list<${item}>`, cost))
      .filter((entry) => isTotal(entry) && slotsOf(expressionOf(entry)).size > 0)
      .map((entry): Found => [entry, item, entry.values.filter(isItems)]),
  );

const sameLengths = (some: readonly Items[], others: readonly Items[]): boolean =>
  some.every(({ length }, index) => length === others[index]?.length);

const lambda = (problem: Problem, item: ScalarType, body: Expression): Expression => ({
  kind: 'lambda',
  slot: problem.slots.length,
  item,
  body,
});

const mapped = (
  problem: Problem,
  list: Entry,
  item: ScalarType,
  result: ScalarType,
  lists: readonly Items[],
  results: readonly Items[],
): Guess => ({
  part: partOf(problem, item, result, partCases(problem, lists, results)),
  cost: list.cost + 2,
  whole: (body) => ({
    kind: 'call',
    operator: mapOf(item, result),
    operands: [expressionOf(list), lambda(problem, item, body)],
  }),
});

/** The result as the list, with something done to each item. */
const maps = (problem: Problem, bank: Bank, result: ScalarType): readonly Guess[] => {
  // The type of the results says that they are lists.
  const results = problem.cases.map(({ expected }) => expected as Items);
  return listsIn(bank, ['number', 'string', 'boolean'])
    .filter(([, , lists]) => sameLengths(lists, results))
    .map(([list, item, lists]) => mapped(problem, list, item, result, lists, results));
};

/** Which items are in the result; undefined when it is not the list with some of its items left out. */
const keptOf = (items: Items, result: Items): readonly boolean[] | undefined => {
  const kept = items.map((item) => result.includes(item));
  const left = items.filter((_, index) => kept[index]);
  return left.length === result.length && left.every((item, index) => item === result[index]) ? kept : undefined;
};

/** The result as the list, with some of its items left out. */
const filters = (problem: Problem, bank: Bank, item: ScalarType): readonly Guess[] => {
  const results = problem.cases.map(({ expected }) => expected as Items);
  return listsIn(bank, [item]).flatMap(([list, , lists]) => {
    const kept = lists.map((items, index) => keptOf(items, results[index] ?? []));
    if (!kept.every((one) => one !== undefined)) return [];
    return {
      part: partOf(problem, item, 'boolean', partCases(problem, lists, kept)),
      cost: list.cost + 2,
      whole: (body: Expression): Expression => ({
        kind: 'call',
        operator: filterOf(item),
        operands: [expressionOf(list), lambda(problem, item, body)],
      }),
    };
  });
};

const JOIN = STRING_LIST_OPERATORS.find(({ name }) => name === 'join');

const joined = (pieces: Expression, by: string): Expression => {
  if (!JOIN) throw new RangeError('there is no operator to join strings with');
  return { kind: 'call', operator: JOIN, operands: [pieces, { kind: 'constant', value: by, type: 'string' }] };
};

const splitBy = (text: Value, by: string): Items => (text === '' ? [] : String(text).split(by));

/** The result as pieces that are joined, one for each item of a list. */
const joins = (problem: Problem, bank: Bank): readonly Guess[] =>
  SEPARATORS.flatMap((by) => {
    const results = problem.cases.map(({ expected }) => splitBy(expected, by));
    if (results.every(({ length }) => length < 2)) return [];
    return listsIn(bank, ['string', 'number'])
      .filter(([, , lists]) => sameLengths(lists, results))
      .map(([list, item, lists]): Guess => {
        const guess = mapped(problem, list, item, 'string', lists, results);
        return { ...guess, cost: guess.cost + 3, whole: (body) => joined(guess.whole(body), by) };
      });
  });

/** Guesses that the results bear out, as far as can be seen from their sizes. The cheapest first. */
export const guessesFor = (problem: Problem, bank: Bank): readonly Guess[] => {
  const { returns } = problem;
  const element = elementOf(returns);
  const guesses = element
    ? [...filters(problem, bank, element), ...maps(problem, bank, element)]
    : returns === 'string'
      ? joins(problem, bank)
      : [];
  return guesses.filter(({ part }) => part.cases.length > 2).sort((one, other) => one.cost - other.cost);
};
