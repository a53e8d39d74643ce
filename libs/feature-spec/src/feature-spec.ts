import type { SpecValidatedData } from '@troupe/contracts';
import { renderValue } from './json-value.ts';
import type { ValueType } from './value-type.ts';
import type { Value } from './value.ts';

/** One argument of the function. */
export interface Parameter {
  /** In camelCase; unique in its signature. */
  readonly name: string;
  readonly type: ValueType;
}

/** What the function is called with, and what it returns. */
export interface Signature {
  /** In camelCase. */
  readonly functionName: string;
  /** In the order of the call. */
  readonly parameters: readonly Parameter[];
  readonly returns: ValueType;
}

/** One case that the code has to get right. */
export interface Example {
  /** Unique in the spec. */
  readonly name: string;
  /** One for each parameter. */
  readonly arguments: readonly Value[];
  readonly expected: Value;
  /** True when the code must not be made from it. */
  readonly heldOut: boolean;
}

/** A feature that can be built and tested, with its values read. */
export interface FeatureSpec extends Omit<
  SpecValidatedData,
  'functionName' | 'parameters' | 'returns' | 'examples' | 'feature'
> {
  readonly signature: Signature;
  /** In the order of the feature; at least one is not held out. */
  readonly examples: readonly Example[];
}

/** The data of `spec.validated` that says this: `specOf` reads it back. */
export const specData = ({ signature, examples, ...rest }: FeatureSpec): SpecValidatedData => ({
  ...rest,
  feature: null,
  ...signature,
  examples: examples.map((example) => ({
    ...example,
    arguments: example.arguments.map(renderValue),
    expected: renderValue(example.expected),
  })),
});

/** An example as the call that it stands for, such as `salesTax(100, 0.2)`. */
export const callText = (
  { functionName }: Pick<Signature, 'functionName'>,
  { arguments: values }: Pick<Example, 'arguments'>,
): string => `${functionName}(${values.map(renderValue).join(', ')})`;
