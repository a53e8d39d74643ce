import { admitted } from '../evaluate.ts';
import type { Operator } from '../operators/operator.ts';
import type { Operand } from '../types.ts';
import { isConstant, type Entry } from './entry.ts';
import { createShelf, type Goal, type Shelf } from './shelf.ts';

/** All expressions by type and cost, one for each behaviour: the cheapest, of equals the first. */
export interface Bank {
  /** Puts in an expression from outside, once its cost is reached. */
  readonly plant: (entry: Entry) => void;
  /** Builds every expression of this cost, out of cheaper ones. Costs are asked for in turn, from 1. */
  readonly grow: (cost: number) => Generator<void, void>;
  readonly entries: Shelf['entries'];
  /** How many expressions were tried, and how many of them behaved as none before. */
  readonly counts: Shelf['counts'];
}

interface BankOptions {
  /** How many values each expression has. */
  readonly cases: number;
  readonly operators: readonly Operator[];
  readonly costOf: (operator: Operator) => number;
  /** Told of every entry as it comes. It may plant others, at a higher cost. */
  readonly found: (entry: Entry) => void;
  readonly goal?: Goal;
  /** Told of what was planted and behaves as something cheaper does. */
  readonly passedOver?: (entry: Entry) => void;
}

type Values = readonly (Operand | undefined)[];

/** Builds expressions of an operator, and shelves them. */
type Combine = (operator: Operator, cost: number, one: Entry, two?: Entry, three?: Entry) => void;

/** Applies an operator case by case; gives the number of cases in which it has no value. */
const applied = (
  { apply }: Operator,
  [a, b, c]: readonly [Values, Values | undefined, Values | undefined],
  into: (Operand | undefined)[],
): number => {
  let missing = 0;
  for (let index = 0; index < into.length; index += 1) {
    const one = a[index];
    const two = b?.[index];
    const three = c?.[index];
    const lacking = one === undefined || (b && two === undefined) || (c && three === undefined);
    // Operators take as many operands as they name: what is undefined here is one that they do not have.
    const value = lacking ? undefined : admitted(apply(one, two as Operand, three as Operand));
    if (value === undefined) missing += 1;
    into[index] = value;
  }
  return missing;
};

/** A number without a value in some cases can be right in the others; a condition has to decide all of them. */
const bearable = ({ gives }: Operator, cases: number): number => (gives === 'boolean' ? 0 : cases / 2);

/** What is made of constants only is a constant, and a number is compared with a constant by thresholds. */
const isAboutConstants = ({ name }: Operator, one: Entry, two?: Entry, three?: Entry): boolean => {
  const other = !two || isConstant(two);
  if (name === '<' || name === '<=') return other || isConstant(one);
  return other && isConstant(one) && (!three || isConstant(three));
};

const isLeaf = (entry: Entry | undefined): boolean => entry !== undefined && 'leaf' in entry.made;

/** Whether no person would write this, or it is written in another order as well. */
const isOdd = ({ name, gives, plain, commutes }: Operator, operands: readonly (Entry | undefined)[]): boolean => {
  if (plain.some((place) => !isLeaf(operands[place]))) return true;
  return operands.some((operand, place) => {
    if (!operand || 'leaf' in operand.made) return false;
    const { operator } = operand.made;
    if (gives === 'number' && operator.isLast) return true;
    // Of what commutes the cheaper operand comes first, of a concatenation the longer: chains grow on one side only.
    return operator.name === name && ((commutes && place === 0) || (name === 'concat' && place === 1));
  });
};

const combining = (cases: number, shelf: Shelf): Combine => {
  const scratch: (Operand | undefined)[] = Array.from({ length: cases });
  return (operator, cost, one, two, three) => {
    const { gives: type } = operator;
    if (isAboutConstants(operator, one, two, three) || isOdd(operator, [one, two, three])) return shelf.reject();
    const missing = applied(operator, [one.values, two?.values, three?.values], scratch);
    if (missing > bearable(operator, cases)) return shelf.reject();
    shelf.place(type, scratch, () => {
      const operands = two ? (three ? [one, two, three] : [one, two]) : [one];
      return { type, cost, values: scratch.slice(), made: { operator, operands } };
    });
  };
};

/** Everything that an operator makes of entries that cost `rest` together. Pauses after every row of a table. */
type Way = (operator: Operator, rest: number, cost: number) => Generator<void, void>;

const waysOf = ({ entries }: Shelf, combine: Combine): readonly Way[] => {
  function* singles(operator: Operator, rest: number, cost: number): Generator<void, void> {
    for (const one of entries(operator.takes[0], rest)) combine(operator, cost, one);
    yield;
  }

  function* pairs(operator: Operator, rest: number, cost: number): Generator<void, void> {
    for (let share = 1; share < rest; share += 1) {
      // What commutes is tried in one order only.
      if (operator.commutes && share > rest - share) return;
      const right = entries(operator.takes[1], rest - share);
      for (const [place, one] of entries(operator.takes[0], share).entries()) {
        const from = operator.commutes && share === rest - share ? place : 0;
        for (let other = from; other < right.length; other += 1) combine(operator, cost, one, right[other]);
        yield;
      }
    }
  }

  function* triples(operator: Operator, rest: number, cost: number): Generator<void, void> {
    const [first, second, third] = operator.takes;
    for (let share = 1; share < rest - 1; share += 1)
      for (let other = 1; other < rest - share; other += 1)
        for (const one of entries(first, share))
          for (const two of entries(second, other)) {
            for (const three of entries(third, rest - share - other)) combine(operator, cost, one, two, three);
            yield;
          }
  }
  return [singles, pairs, triples];
};

/** Makes an empty bank. */
export const createBank = ({
  cases,
  operators,
  costOf,
  found,
  goal,
  passedOver = () => undefined,
}: BankOptions): Bank => {
  const shelf = createShelf({ found, goal });
  const ways = waysOf(shelf, combining(cases, shelf));
  const planted: Entry[][] = [];
  let grown = 0;
  const plant = (entry: Entry): void => {
    if (!shelf.place(entry.type, entry.values, () => entry)) passedOver(entry);
  };
  return {
    plant: (entry) => {
      if (entry.cost <= grown) plant(entry);
      else (planted[entry.cost] ??= []).push(entry);
    },
    *grow(cost) {
      grown = cost;
      for (const entry of planted[cost] ?? []) plant(entry);
      for (const operator of operators) {
        const rest = cost - costOf(operator);
        const way = ways[operator.takes.length - 1];
        if (rest > 0 && way) yield* way(operator, rest, cost);
      }
    },
    entries: shelf.entries,
    counts: shelf.counts,
  };
};
