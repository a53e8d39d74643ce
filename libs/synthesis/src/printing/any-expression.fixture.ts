import { elementOf, VALUE_TYPES, type ScalarType, type Value, type ValueType } from '@troupe/feature-spec';
import fc from 'fast-check';
import type { Expression } from '../expression.ts';
import { operatorsFor } from '../operators/catalogue.ts';
import type { Operator } from '../operators/operator.ts';
import { lambdaParts, type OperandType } from '../types.ts';

/** The parameters of every program here: one of each type. */
export const PARAMETERS: readonly ValueType[] = VALUE_TYPES;

/** Every operator that there is. */
export const OPERATORS: readonly Operator[] = operatorsFor(new Set(VALUE_TYPES));

const WORDS = ['', 'a', 'Hello World', 'level', ' x  y ', 'a,b', '42', "it's", '`${', 'ÄÖ', 'camelCase', '-', '$&'];

const SCALARS: Readonly<Record<ScalarType, fc.Arbitrary<number | string | boolean>>> = {
  number: fc.oneof(fc.integer({ min: -20, max: 120 }), fc.constantFrom(0.5, 2.25, 999.5, 0)),
  string: fc.constantFrom(...WORDS),
  boolean: fc.boolean(),
};

/** A value of this type, of the kind that functions are called with. */
export const valueOf = (type: ValueType): fc.Arbitrary<Value> => {
  const element = elementOf(type);
  // What is no list is a scalar.
  return element ? fc.array(SCALARS[element], { maxLength: 4 }) : SCALARS[type as ScalarType];
};

const variables = (type: ValueType, slots: readonly ValueType[]): readonly Expression[] =>
  slots.flatMap((of, slot) => (of === type ? [{ kind: 'variable', slot, type }] : []));

const leaf = (type: ValueType, slots: readonly ValueType[]): fc.Arbitrary<Expression> =>
  fc.oneof(
    fc.constantFrom(...variables(type, slots)),
    valueOf(type).map((value): Expression => ({ kind: 'constant', value, type })),
  );

const operand = (type: OperandType, slots: readonly ValueType[], depth: number): fc.Arbitrary<Expression> => {
  const parts = lambdaParts(type);
  // What has no arrow is the type of a value.
  if (!parts) return expression(type as ValueType, slots, depth);
  const { item, result } = parts;
  return expression(result, [...slots, item, 'number'], depth).map((body) => ({
    kind: 'lambda',
    slot: slots.length,
    item,
    body,
  }));
};

/** This operator, applied to whatever it takes. */
export const applied = (operator: Operator, slots: readonly ValueType[], depth: number): fc.Arbitrary<Expression> =>
  fc
    .tuple(...operator.takes.map((type) => operand(type, slots, depth)))
    .map((operands) => ({ kind: 'call', operator, operands }));

const choice = (type: ValueType, slots: readonly ValueType[], depth: number): fc.Arbitrary<Expression> =>
  fc.record({
    kind: fc.constant('choice' as const),
    condition: expression('boolean', slots, depth),
    then: expression(type, slots, depth),
    otherwise: expression(type, slots, depth),
  });

/** Any expression of this type, of operators in up to so many layers. */
export const expression = (type: ValueType, slots: readonly ValueType[], depth: number): fc.Arbitrary<Expression> => {
  if (depth === 0) return leaf(type, slots);
  const giving = OPERATORS.filter(({ gives }) => gives === type);
  return fc.oneof(
    { weight: 1, arbitrary: leaf(type, slots) },
    { weight: 1, arbitrary: choice(type, slots, 0) },
    { weight: 6, arbitrary: fc.constantFrom(...giving).chain((operator) => applied(operator, slots, depth - 1)) },
  );
};
