import type { SpecValidatedData } from '@troupe/contracts';
import fc from 'fast-check';
import { elementOf, VALUE_TYPES, type ScalarType, type ValueType } from './value-type.ts';
import type { Scalar, Value } from './value.ts';

/** A tax of a price, with what a spec says of it. */
export const taxSpec = (changes: Partial<SpecValidatedData> = {}): SpecValidatedData => ({
  workspace: 'shop',
  title: 'Sales tax',
  moduleName: 'sales-tax',
  functionName: 'salesTax',
  parameters: [
    { name: 'price', type: 'number' },
    { name: 'rate', type: 'number' },
  ],
  returns: 'number',
  examples: [
    { name: 'a plain price', arguments: ['100', '0.2'], expected: '20', heldOut: false },
    { name: 'nothing', arguments: ['0', '0.2'], expected: '0', heldOut: true },
  ],
  criteria: ['a plain price', 'nothing'],
  confidence: 0.9,
  revision: 1,
  feature: null,
  decidedBy: 'offline-gherkin@2',
  ...changes,
});

/** Any number that JSON gives back as it was: there is no −0 in it. */
const numbers = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);

const scalars: Readonly<Record<ScalarType, fc.Arbitrary<Scalar>>> = {
  number: numbers,
  string: fc.string({ unit: 'binary' }),
  boolean: fc.boolean(),
};

/** Any type. */
export const anyType: fc.Arbitrary<ValueType> = fc.constantFrom(...VALUE_TYPES);

/** Any value of this type. */
export const valueOf = (type: ValueType): fc.Arbitrary<Value> => {
  const element = elementOf(type);
  // What is no list is a scalar.
  return element === undefined ? scalars[type as ScalarType] : fc.array(scalars[element], { maxLength: 5 });
};
