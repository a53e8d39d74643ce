import type { Value, ValueType } from '@troupe/feature-spec';
import type { Hints } from '../hints/hints.ts';
import type { Environment } from '../evaluate.ts';

/** One case that the program has to get right. */
export interface Case {
  /** What the variables stand for, by slot. */
  readonly environment: Environment;
  readonly expected: Value;
}

/** What is searched for: an expression over these variables that is right in every case. */
export interface Problem {
  /** The types of the variables, by slot. */
  readonly slots: readonly ValueType[];
  readonly returns: ValueType;
  readonly cases: readonly Case[];
  readonly hints: Hints;
  /** Whether there is a description besides names. */
  readonly isDescribed: boolean;
  /** Values that the description names. */
  readonly named: readonly Value[];
  /** Numbers that the description asks for, each in the forms that it can have in a program. */
  readonly demands: readonly (readonly number[])[];
  /** How deep it lies inside of another problem: 0 for the outermost. */
  readonly depth: number;
}

/** Whether the description names this value: as a number, in quotes, or as a word. */
export const isSaid = ({ named, hints }: Problem, value: Value): boolean =>
  named.includes(value) || (typeof value === 'string' && hints.says(value.toLowerCase()));

/** The slots that hold places of items: every problem inside of another has an item and its place after all others. */
export const placesOf = ({ slots, depth }: Problem): readonly number[] =>
  Array.from({ length: depth }, (_, index) => slots.length - 1 - 2 * index);
