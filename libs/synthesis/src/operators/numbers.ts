import { BINDING, call, infix, pattern, within, type Printer } from '../printing/printed.ts';
import { commuting, shape, type Operator } from './operator.ts';

const oneNumber = shape(['number'], 'number');
const twoNumbers = shape(['number', 'number'], 'number');

const { additive, multiplicative, exponent, member } = BINDING;

/** Math.round and the like, to a fraction of the whole. */
const toFraction =
  (method: string, parts: number): Printer =>
  ([value]) => ({
    text: `Math.${method}(${within(value, multiplicative)} * ${parts}) / ${parts}`,
    binding: multiplicative,
  });

const carefully: Printer = ([value]) => ({
  text: `Math.round((${within(value, additive)} + Number.EPSILON) * 100) / 100`,
  binding: multiplicative,
});

const ofQuotient =
  (method: string): Printer =>
  ([left, right]) =>
    call(`Math.${method}`)([infix('/', multiplicative)([left, right])]);

const times =
  (factor: string): Printer =>
  ([value, percent]) => ({
    text: `${within(value, multiplicative)} * ${factor.replace('$', within(percent, multiplicative))}`,
    binding: multiplicative,
  });

const percentOf: Printer = ([value, percent]) => ({
  text: `${within(value, multiplicative)} * ${within(percent, multiplicative + 1)} / 100`,
  binding: multiplicative,
});

const multiple =
  (method: string): Printer =>
  ([value, step]) => ({
    text: `${ofQuotient(method)([value, step]).text} * ${within(step, multiplicative + 1)}`,
    binding: multiplicative,
  });

const stepped =
  (round: (value: number) => number) =>
  (value: number, step: number): number | undefined =>
    step === 0 ? undefined : round(value / step) * step;

/** Numbers of numbers. */
export const NUMBER_OPERATORS: readonly Operator[] = [
  commuting(twoNumbers('add', 2, (a, b) => a + b, infix('+', additive))),
  twoNumbers('subtract', 2, (a, b) => a - b, infix('-', additive)),
  commuting(twoNumbers('multiply', 2, (a, b) => a * b, infix('*', multiplicative))),
  twoNumbers('divide', 2, (a, b) => (b === 0 ? undefined : a / b), infix('/', multiplicative)),
  twoNumbers('remainder', 3, (a, b) => (b === 0 ? undefined : a % b), infix('%', multiplicative)),
  twoNumbers(
    'power',
    4,
    (a, b) => a ** b,
    ([base, by]) => ({
      text: `${within(base, member)} ** ${within(by, exponent)}`,
      binding: exponent,
    }),
  ),
  commuting(twoNumbers('smaller', 3, (a, b) => Math.min(a, b), call('Math.min'))),
  commuting(twoNumbers('larger', 3, (a, b) => Math.max(a, b), call('Math.max'))),
  twoNumbers('wholeQuotient', 3, (a, b) => (b === 0 ? undefined : Math.floor(a / b)), ofQuotient('floor')),
  twoNumbers('startedQuotient', 3, (a, b) => (b === 0 ? undefined : Math.ceil(a / b)), ofQuotient('ceil')),
  twoNumbers('percentOf', 3, (a, p) => (a * p) / 100, percentOf),
  twoNumbers('plusPercent', 4, (a, p) => a * (1 + p / 100), times('(1 + $ / 100)')),
  twoNumbers('minusPercent', 4, (a, p) => a * (1 - p / 100), times('(1 - $ / 100)')),
  twoNumbers('nearestMultiple', 5, stepped(Math.round), multiple('round')),
  twoNumbers('multipleBelow', 5, stepped(Math.floor), multiple('floor')),
  twoNumbers('multipleAbove', 5, stepped(Math.ceil), multiple('ceil')),
  oneNumber('square', 3, (a) => a ** 2, pattern('$1 ** 2', exponent)),
  oneNumber('squareRoot', 4, (a) => (a < 0 ? undefined : Math.sqrt(a)), call('Math.sqrt')),
  oneNumber('absolute', 3, Math.abs, call('Math.abs')),
  oneNumber(
    'negate',
    3,
    (a) => 0 - a,
    ([a]) => ({ text: `0 - ${within(a, multiplicative)}`, binding: additive }),
  ),
  oneNumber('floor', 3, Math.floor, call('Math.floor')),
  oneNumber('ceiling', 3, Math.ceil, call('Math.ceil')),
  oneNumber('round', 3, Math.round, call('Math.round')),
  oneNumber('roundToTenths', 4, (a) => Math.round(a * 10) / 10, toFraction('round', 10)),
  oneNumber('roundToCents', 3, (a) => Math.round(a * 100) / 100, toFraction('round', 100)),
  oneNumber('roundCarefullyToCents', 5, (a) => Math.round((a + Number.EPSILON) * 100) / 100, carefully),
  oneNumber('floorToCents', 5, (a) => Math.floor(a * 100) / 100, toFraction('floor', 100)),
  oneNumber('ceilToCents', 5, (a) => Math.ceil(a * 100) / 100, toFraction('ceil', 100)),
];
