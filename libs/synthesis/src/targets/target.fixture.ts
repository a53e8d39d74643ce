import { hasType, type Example, type Signature, type Value, type ValueType } from '@troupe/feature-spec';

/** A function to find: what it does is told to nobody but the spec. */
export interface Target {
  readonly signature: Signature;
  /** Title and criteria, as a product manager would write them. */
  readonly hints: readonly string[];
  readonly seen: readonly Example[];
  readonly heldOut: readonly Example[];
}

interface TargetOptions {
  readonly parameters: Readonly<Record<string, ValueType>>;
  readonly returns: ValueType;
  readonly hints?: readonly string[];
  /** What it does. */
  readonly does: (...values: never[]) => Value;
  /** Arguments of the examples that are shown. */
  readonly seen: readonly (readonly Value[])[];
  /** Arguments of the examples that decide whether it was understood. */
  readonly heldOut: readonly (readonly Value[])[];
}

/** Makes the examples of a target by asking it. */
export const target = (
  functionName: string,
  { parameters, returns, hints = [], does, seen, heldOut }: TargetOptions,
): Target => {
  const example =
    (isHeldOut: boolean) =>
    (values: readonly Value[]): Example => {
      const expected = does(...(values as never[]));
      if (!hasType(expected, returns)) throw new TypeError(`${functionName} gives ${JSON.stringify(expected)}`);
      return { name: `${functionName} ${JSON.stringify(values)}`, arguments: values, expected, heldOut: isHeldOut };
    };
  return {
    signature: {
      functionName,
      parameters: Object.entries(parameters).map(([name, type]) => ({ name, type })),
      returns,
    },
    hints,
    seen: seen.map(example(false)),
    heldOut: heldOut.map(example(true)),
  };
};
