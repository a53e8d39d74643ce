import { BINDING, call, helperName, infix, pattern, within, type Printer } from '../printing/printed.ts';
import { commuting, last, plainAt, shape, type Operator } from './operator.ts';

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

const ratio: Printer = ([part, whole]) => ({
  text: `${within(part, multiplicative)} / ${within(whole, multiplicative + 1)} * 100`,
  binding: multiplicative,
});

const factor =
  (sign: string): Printer =>
  ([percent]) => ({ text: `1 ${sign} ${within(percent, multiplicative)} / 100`, binding: additive });

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

const gcd = (one: number, other: number): number => (other === 0 ? Math.abs(one) : gcd(other, one % other));

const gcdOf: Printer = (operands) => ({
  ...call(helperName('gcd'))(operands),
  helpers: [
    { name: 'gcd', source: `(one, other) => (other === 0 ? Math.abs(one) : ${helperName('gcd')}(other, one % other))` },
  ],
});

/** What is left of a fraction is hardly ever asked for. */
const remainder = (a: number, b: number): number | undefined =>
  b === 0 || !Number.isInteger(a) || !Number.isInteger(b) ? undefined : a % b;

/** Numbers of numbers. */
export const NUMBER_OPERATORS: readonly Operator[] = [
  twoNumbers('percentRatio', 5, (a, b) => (b === 0 ? undefined : (a / b) * 100), ratio),
  commuting(twoNumbers('hypotenuse', 6, (a, b) => Math.hypot(a, b), call('Math.hypot'))),
  commuting(twoNumbers('add', 2, (a, b) => a + b, infix('+', additive))),
  twoNumbers('subtract', 2, (a, b) => a - b, infix('-', additive)),
  commuting(twoNumbers('multiply', 2, (a, b) => a * b, infix('*', multiplicative))),
  twoNumbers('divide', 2, (a, b) => (b === 0 ? undefined : a / b), infix('/', multiplicative)),
  plainAt(twoNumbers('remainder', 7, remainder, infix('%', multiplicative)), 1),
  plainAt(
    twoNumbers(
      'power',
      5,
      (a, b) => a ** b,
      ([base, by]) => ({
        text: `${within(base, member)} ** ${within(by, exponent)}`,
        binding: exponent,
      }),
    ),
    1,
  ),
  commuting(twoNumbers('smaller', 3, (a, b) => Math.min(a, b), call('Math.min'))),
  commuting(twoNumbers('larger', 3, (a, b) => Math.max(a, b), call('Math.max'))),
  plainAt(
    twoNumbers('wholeQuotient', 4, (a, b) => (b === 0 ? undefined : Math.floor(a / b)), ofQuotient('floor')),
    1,
  ),
  plainAt(
    twoNumbers('startedQuotient', 4, (a, b) => (b === 0 ? undefined : Math.ceil(a / b)), ofQuotient('ceil')),
    1,
  ),
  plainAt(
    twoNumbers('percentOf', 4, (a, p) => (a * p) / 100, percentOf),
    1,
  ),
  plainAt(
    twoNumbers('plusPercent', 5, (a, p) => a * (1 + p / 100), times('(1 + $ / 100)')),
    1,
  ),
  plainAt(
    twoNumbers('minusPercent', 5, (a, p) => a * (1 - p / 100), times('(1 - $ / 100)')),
    1,
  ),
  plainAt(
    oneNumber('growthFactor', 5, (p) => 1 + p / 100, factor('+')),
    0,
  ),
  plainAt(
    oneNumber('decayFactor', 6, (p) => 1 - p / 100, factor('-')),
    0,
  ),
  plainAt(twoNumbers('nearestMultiple', 6, stepped(Math.round), multiple('round')), 1),
  plainAt(twoNumbers('multipleBelow', 6, stepped(Math.floor), multiple('floor')), 1),
  plainAt(twoNumbers('multipleAbove', 6, stepped(Math.ceil), multiple('ceil')), 1),
  plainAt(
    commuting(
      twoNumbers('gcd', 7, (a, b) => (Number.isInteger(a) && Number.isInteger(b) ? gcd(a, b) : undefined), gcdOf),
    ),
    0,
    1,
  ),
  oneNumber('square', 3, (a) => a ** 2, pattern('$1 ** 2', exponent)),
  oneNumber('squareRoot', 5, (a) => (a < 0 ? undefined : Math.sqrt(a)), call('Math.sqrt')),
  oneNumber('absolute', 4, Math.abs, call('Math.abs')),
  oneNumber(
    'negate',
    4,
    (a) => 0 - a,
    ([a]) => ({ text: `0 - ${within(a, multiplicative)}`, binding: additive }),
  ),
  oneNumber('floor', 4, Math.floor, call('Math.floor')),
  oneNumber('ceiling', 4, Math.ceil, call('Math.ceil')),
  oneNumber('round', 4, Math.round, call('Math.round')),
  last(oneNumber('roundToTenths', 5, (a) => Math.round(a * 10) / 10, toFraction('round', 10))),
  last(oneNumber('roundToCents', 4, (a) => Math.round(a * 100) / 100, toFraction('round', 100))),
  last(oneNumber('roundCarefullyToCents', 6, (a) => Math.round((a + Number.EPSILON) * 100) / 100, carefully)),
  last(oneNumber('floorToCents', 6, (a) => Math.floor(a * 100) / 100, toFraction('floor', 100))),
  last(oneNumber('ceilToCents', 6, (a) => Math.ceil(a * 100) / 100, toFraction('ceil', 100))),
];
