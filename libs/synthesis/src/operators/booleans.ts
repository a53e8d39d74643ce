import { BINDING, infix, inlineOrHelper, pattern, within, type Printed, type Printer } from '../printing/printed.ts';
import { commuting, plainAt, shape, type Operator } from './operator.ts';

const twoBooleans = shape(['boolean', 'boolean'], 'boolean');
const comparesNumbers = shape(['number', 'number'], 'boolean');
const ofNumber = shape(['number'], 'boolean');

const { equality, relational, and, or, multiplicative } = BINDING;

const FLIPPED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '===': '===' };

const isLiteral = (printed: Printed | undefined): boolean => /^(-?[\d.]+|'.*')$/.test(printed?.text ?? '');

/** What is compared stands on the left, what it is compared with on the right. */
const comparison =
  (symbol: string, binding: number): Printer =>
  ([left, right]) =>
    isLiteral(left) && !isLiteral(right)
      ? infix(FLIPPED[symbol] ?? symbol, binding)([right, left])
      : infix(symbol, binding)([left, right]);

/** `a && b || c` is right, but has to be thought about. */
const either: Printer = ([left, right]) => {
  const operand = (printed: Printed | undefined): string => within(printed, printed?.binding === and ? and + 1 : or);
  return { text: `${operand(left)} || ${operand(right)}`, binding: or };
};

const remainderIs =
  (test: string): Printer =>
  ([value, by]) => ({
    text: `${within(value, multiplicative)} % ${within(by, multiplicative + 1)} ${test}`,
    binding: equality,
  });

/** Whether a whole number is a multiple of another; fractions are not asked this. */
const isMultiple = (a: number, by: number): boolean | undefined =>
  by === 0 || !Number.isInteger(a) || !Number.isInteger(by) ? undefined : a % by === 0;

const not = (verdict: boolean | undefined): boolean | undefined => (verdict === undefined ? undefined : !verdict);

const compares = (symbol: string, apply: (a: number, b: number) => boolean): Operator =>
  comparesNumbers(symbol, 2, apply, comparison(symbol, relational));

/** The operators that thresholds are made with: a number beside a boundary. */
export const AT_LEAST: Operator = compares('>=', (a, b) => a >= b);
/** The same, for what lies beyond the boundary. */
export const MORE_THAN: Operator = compares('>', (a, b) => a > b);

const between: Printer = inlineOrHelper('isBetween', ['value', 'low', 'high'], ([value, low, high]) => ({
  text: `${within(value, relational + 1)} >= ${within(low, relational + 1)} && ${within(value, relational + 1)} <= ${within(high, relational + 1)}`,
  binding: and,
}));

/** Decisions about decisions and numbers. */
export const BOOLEAN_OPERATORS: readonly Operator[] = [
  commuting(twoBooleans('and', 2, (a, b) => a && b, infix('&&', and))),
  commuting(twoBooleans('or', 2, (a, b) => a || b, either)),
  shape(['boolean'], 'boolean')('not', 2, (a) => !a, pattern('!$1', BINDING.unary)),
  compares('<', (a, b) => a < b),
  compares('<=', (a, b) => a <= b),
  shape(['number', 'number', 'number'], 'boolean')('isBetween', 4, (a, low, high) => a >= low && a <= high, between),
  plainAt(
    comparesNumbers('isDivisible', 7, (a, b) => isMultiple(a, b), remainderIs('=== 0')),
    1,
  ),
  plainAt(
    comparesNumbers('isNotDivisible', 8, (a, b) => not(isMultiple(a, b)), remainderIs('!== 0')),
    1,
  ),
  ofNumber(
    'isEven',
    7,
    (a) => isMultiple(a, 2),
    ([a]) => ({ text: `${within(a, multiplicative)} % 2 === 0`, binding: equality }),
  ),
  ofNumber(
    'isOdd',
    7,
    (a) => not(isMultiple(a, 2)),
    ([a]) => ({ text: `${within(a, multiplicative)} % 2 !== 0`, binding: equality }),
  ),
  ofNumber('isWhole', 5, Number.isInteger, pattern('Number.isInteger(#1)')),
];

/** Equality of values of one scalar type. */
export const equalityOf = (type: 'number' | 'string' | 'boolean'): readonly [Operator, Operator] => [
  commuting(shape([type, type], 'boolean')('===', 2, (a, b) => a === b, comparison('===', equality))),
  commuting(shape([type, type], 'boolean')('!==', 3, (a, b) => a !== b, comparison('!==', equality))),
];
