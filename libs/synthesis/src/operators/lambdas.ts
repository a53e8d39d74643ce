import { listOf, type Scalar, type ScalarType } from '@troupe/feature-spec';
import { BINDING, member, within, type Printed, type Printer } from '../printing/printed.ts';
import { lambdaType, type Lambda, type OperandType } from '../types.ts';
import type { Operator } from './operator.ts';

type Items = readonly Scalar[];

/** Every result, or undefined when one item has none: then the whole has none. */
const each = (items: Items, of: Lambda): Items | undefined => {
  const results: Scalar[] = [];
  for (const [index, item] of items.entries()) {
    const result = of(item, index);
    // A function of an item gives scalars only: so its type says.
    if (result === undefined) return undefined;
    results.push(result as Scalar);
  }
  return results;
};

const kept = (items: Items, test: Lambda): Items | undefined => {
  const verdicts = each(items, test);
  return verdicts && items.filter((_, index) => verdicts[index] === true);
};

const mapText = (pieces: Items, of: Lambda, by: string): string | undefined => each(pieces, of)?.join(by);

const chained =
  (name: string, before = '', after = ''): Printer =>
  ([items, lambda]) =>
    member(`${within(items, BINDING.member)}${before}.${name}(${within(lambda, BINDING.arrow)})${after}`);

const eachCharacter: Printer = ([text, lambda]) =>
  member(`[...${within(text, BINDING.member)}].map(${within(lambda, BINDING.arrow)}).join('')`);

/** The sum stands before the item among the parameters, so that the function is written anew. */
const summed: Printer = ([items, lambda]) => {
  const { parameters = [], body } = lambda?.lambda ?? {};
  const added = within(body, BINDING.additive + 1);
  return member(`${within(items, BINDING.member)}.reduce((${['sum', ...parameters].join(', ')}) => sum + ${added}, 0)`);
};

interface Shape {
  readonly name: string;
  readonly cost: number;
  readonly apply: (items: never, lambda: Lambda) => Scalar | Items | undefined;
  readonly print: Printer;
}

const define = (takes: readonly OperandType[], gives: Operator['gives'], { apply, ...rest }: Shape): Operator => ({
  ...rest,
  takes,
  gives,
  commutes: false,
  plain: [],
  isLast: false,
  // Expressions are built by type, so that the operands are always those that `takes` names.
  apply: apply as unknown as Operator['apply'],
});

/** Lists of what a function makes of each item. */
export const mapOf = (item: ScalarType, result: ScalarType): Operator =>
  define([listOf(item), lambdaType(item, result)], listOf(result), {
    name: 'map',
    cost: 2,
    apply: each,
    print: chained('map'),
  });

/** The items for which a function says yes. */
export const filterOf = (item: ScalarType): Operator =>
  define([listOf(item), lambdaType(item, 'boolean')], listOf(item), {
    name: 'filter',
    cost: 2,
    apply: kept,
    print: chained('filter'),
  });

/** What a function says about the items of a list as a whole. */
export const testsOf = (item: ScalarType): readonly Operator[] => {
  const takes = [listOf(item), lambdaType(item, 'boolean')];
  const some = (items: Items, test: Lambda): boolean | undefined => each(items, test)?.includes(true);
  const every = (items: Items, test: Lambda): boolean | undefined => each(items, test)?.every(Boolean);
  const find = (items: Items, test: Lambda): Scalar | undefined => kept(items, test)?.[0];
  return [
    define(takes, 'boolean', { name: 'some', cost: 3, apply: some, print: chained('some') }),
    define(takes, 'boolean', { name: 'every', cost: 3, apply: every, print: chained('every') }),
    define(takes, item, { name: 'find', cost: 4, apply: find, print: chained('find') }),
  ];
};

/** The sum of what a function makes of each item. */
export const sumOf = (item: ScalarType): Operator =>
  define([listOf(item), lambdaType(item, 'number')], 'number', {
    name: 'sumOf',
    cost: 3,
    apply: (items: Items, of) => each(items, of)?.reduce<number>((sum, value) => sum + Number(value), 0),
    print: summed,
  });

/** Strings of which every word or character is changed. */
export const EACH_OF_STRING_OPERATORS: readonly Operator[] = [
  define(['string', 'string=>string'], 'string', {
    name: 'eachWord',
    cost: 3,
    apply: (text: string, of) => mapText(text.split(' '), of, ' '),
    print: chained('map', ".split(' ')", ".join(' ')"),
  }),
  define(['string', 'string=>string'], 'string', {
    name: 'eachCharacter',
    cost: 4,
    apply: (text: string, of) => mapText(Array.from(text), of, ''),
    print: eachCharacter,
  }),
];

/** A function of an item, as it stands between the parentheses of a call. */
export const printLambda = (parameters: readonly string[], body: Printed): Printed => ({
  text: `(${parameters.join(', ')}) => ${within(body, BINDING.ternary)}`,
  binding: BINDING.arrow,
  lambda: { parameters, body },
});
