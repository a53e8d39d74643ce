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
  /** Values that the description names. */
  readonly named: readonly Value[];
  /** How deep it lies inside of another problem: 0 for the outermost. */
  readonly depth: number;
}
