import { BINDING, infix, pattern, within, type Printed, type Printer } from '../printing/printed.ts';
import { commuting, shape, type Operator } from './operator.ts';

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

const compares = (symbol: string, apply: (a: number, b: number) => boolean): Operator =>
  comparesNumbers(symbol, 2, apply, comparison(symbol, relational));

/** The operators that thresholds are made with: a number beside a boundary. */
export const AT_LEAST: Operator = compares('>=', (a, b) => a >= b);
/** The same, for what lies beyond the boundary. */
export const MORE_THAN: Operator = compares('>', (a, b) => a > b);

/** Decisions about decisions and numbers. */
export const BOOLEAN_OPERATORS: readonly Operator[] = [
  commuting(twoBooleans('and', 2, (a, b) => a && b, infix('&&', and))),
  commuting(twoBooleans('or', 2, (a, b) => a || b, either)),
  shape(['boolean'], 'boolean')('not', 2, (a) => !a, pattern('!$1', BINDING.unary)),
  compares('<', (a, b) => a < b),
  compares('<=', (a, b) => a <= b),
  comparesNumbers('isDivisible', 3, (a, b) => (b === 0 ? undefined : a % b === 0), remainderIs('=== 0')),
  comparesNumbers('isNotDivisible', 4, (a, b) => (b === 0 ? undefined : a % b !== 0), remainderIs('!== 0')),
  ofNumber(
    'isEven',
    3,
    (a) => a % 2 === 0,
    ([a]) => ({ text: `${within(a, multiplicative)} % 2 === 0`, binding: equality }),
  ),
  ofNumber(
    'isOdd',
    3,
    (a) => a % 2 !== 0,
    ([a]) => ({ text: `${within(a, multiplicative)} % 2 !== 0`, binding: equality }),
  ),
  ofNumber('isWhole', 4, Number.isInteger, pattern('Number.isInteger($1)')),
];

/** Equality of values of one scalar type. */
export const equalityOf = (type: 'number' | 'string' | 'boolean'): readonly Operator[] => [
  commuting(shape([type, type], 'boolean')('===', 2, (a, b) => a === b, comparison('===', equality))),
  commuting(shape([type, type], 'boolean')('!==', 3, (a, b) => a !== b, comparison('!==', equality))),
];
