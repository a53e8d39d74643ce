import type { Expression } from '../expression.ts';
import { NUMBER_OPERATORS } from '../operators/numbers.ts';
import type { Operator } from '../operators/operator.ts';
import { clean, digitsOf, simplestBetween } from './decimals.ts';
import type { Term } from './decision-tree.ts';
import { expressionOf, type Entry } from './entry.ts';
import { casesIn, type Mask } from './masks.ts';

interface LineOptions {
  /** Numbers that a line can be drawn over, the cheapest first. */
  readonly bases: readonly Entry[];
  /** The results, by case. */
  readonly results: readonly number[];
  readonly named: ReadonlySet<number>;
}

interface Line {
  readonly factor: number;
  readonly shift: number;
  readonly isRounded: boolean;
}

const operatorNamed = (name: string): Operator => {
  const found = NUMBER_OPERATORS.find((operator) => operator.name === name);
  // The names below are those of the table of numbers.
  if (!found) throw new RangeError(`there is no operator ${name}`);
  return found;
};

const ADD = operatorNamed('add');
const SUBTRACT = operatorNamed('subtract');
const MULTIPLY = operatorNamed('multiply');
const ROUND = operatorNamed('roundToCents');

const CLOSE = 1e-9;
/** What is as close as this may be closer once its numbers are cleaned, which takes longer than to look. */
const NEARLY = 2 * CLOSE;
const MOST_DIGITS = 5;
const CENT = 0.005;

/** A line through two points is no evidence: its numbers have to be simple. */
const MOST_DIGITS_OF_TWO = 2;

/** A line, with the points that it is to go through. */
type Drawn = readonly [factor: number, shift: number, xs: readonly number[], ys: readonly number[]];

const fits = ([factor, shift, xs, ys]: Drawn, close = CLOSE): boolean =>
  xs.every((x, index) => {
    const y = ys[index] ?? 0;
    return Math.abs(factor * x + shift - y) <= close * Math.max(1, Math.abs(y));
  });

const exactLine = (xs: readonly number[], ys: readonly number[]): Line | undefined => {
  const other = xs.findIndex((x) => x !== xs[0]);
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [xs[0], xs[other], ys[0], ys[other]];
  if (other < 0) return undefined;
  const slope = (y1 - y0) / (x1 - x0);
  if (!fits([slope, y0 - slope * x0, xs, ys], NEARLY)) return undefined;
  const factor = clean(slope);
  const shift = clean(y0 - factor * x0);
  return fits([factor, shift, xs, ys]) ? { factor, shift, isRounded: false } : undefined;
};

/** A simple factor that explains every result, exactly or once it is rounded to cents. */
const factorOnly = (xs: readonly number[], ys: readonly number[]): Line | undefined => {
  if (xs.some((x) => x <= 0)) return undefined;
  const quotient = (ys[0] ?? 0) / (xs[0] ?? 1);
  if (fits([quotient, 0, xs, ys], NEARLY)) {
    const factor = clean(quotient);
    if (fits([factor, 0, xs, ys])) return { factor, shift: 0, isRounded: false };
  }
  const lows = xs.map((x, index) => ((ys[index] ?? 0) - CENT) / x);
  const highs = xs.map((x, index) => ((ys[index] ?? 0) + CENT) / x);
  const found = simplestBetween(Math.max(...lows), Math.min(...highs));
  return found === undefined || xs.length < 2 ? undefined : { factor: found, shift: 0, isRounded: true };
};

const costOfConstant = (value: number, named: ReadonlySet<number>): number =>
  named.has(Math.abs(value)) ? 2 : 2 + digitsOf(value);

const lineCost = (base: Entry, { factor, shift, isRounded }: Line, named: ReadonlySet<number>): number =>
  base.cost +
  (factor === 1 ? 0 : 2 + costOfConstant(factor, named)) +
  (shift === 0 ? 0 : 2 + costOfConstant(shift, named)) +
  (isRounded ? 3 : 0);

const constant = (value: number): Expression => ({ kind: 'constant', value, type: 'number' });
const apply = (operator: Operator, ...operands: readonly Expression[]): Expression => ({
  kind: 'call',
  operator,
  operands,
});

const lineExpression = (base: Expression, { factor, shift, isRounded }: Line): Expression => {
  const scaled = factor === 1 ? base : apply(MULTIPLY, base, constant(factor));
  const turned = factor < 0 && shift !== 0 ? apply(MULTIPLY, base, constant(-factor)) : undefined;
  if (turned) return apply(SUBTRACT, constant(shift), turned);
  const shifted = shift === 0 ? scaled : apply(shift < 0 ? SUBTRACT : ADD, scaled, constant(Math.abs(shift)));
  return isRounded ? apply(ROUND, shifted) : shifted;
};

const isSimple = ({ factor, shift }: Line, most: number): boolean =>
  factor !== 0 && [factor, shift].every((value) => Number.isFinite(value) && digitsOf(value) <= most);

/**
 * Terms that no enumeration gets to, because their numbers are nowhere in the examples: the line through the results of
 * these cases, over whichever number makes it the simplest.
 */
export const createLines =
  ({ bases, results, named }: LineOptions) =>
  (mask: Mask): Term | undefined => {
    const cases = casesIn(mask);
    const ys = cases.map((index) => results[index] ?? 0);
    let best: Term | undefined;
    for (const base of bases) {
      const xs = cases.map((index) => base.values[index]);
      if (!xs.every((x) => typeof x === 'number')) continue;
      const distinct = new Set(xs).size;
      const most = distinct > 2 ? MOST_DIGITS : MOST_DIGITS_OF_TWO;
      for (const line of [factorOnly(xs, ys), exactLine(xs, ys)]) {
        if (!line || !isSimple(line, most)) continue;
        const cost = lineCost(base, line, named);
        if (best && best.cost <= cost) continue;
        best = { covers: mask, cost, isConstant: false, expression: () => lineExpression(expressionOf(base), line) };
      }
    }
    return best;
  };
