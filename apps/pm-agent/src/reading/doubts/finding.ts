import type { SpecQuestion } from '@troupe/contracts';
import type { Assumption } from './assumption.ts';

/** What one stage of the reading found, with what it has to ask and what it took for granted. */
export interface Finding<Value> {
  readonly value: Value;
  readonly questions: readonly SpecQuestion[];
  readonly assumptions: readonly Assumption[];
}

/** A finding; by default without doubts. */
export const found = <Value>(
  value: Value,
  { questions = [], assumptions = [] }: Partial<Omit<Finding<Value>, 'value'>> = {},
): Finding<Value> => ({ value, questions, assumptions });

/** Several findings as one. */
export const together = <Value>(findings: readonly Finding<Value>[]): Finding<readonly Value[]> => ({
  value: findings.map(({ value }) => value),
  questions: findings.flatMap(({ questions }) => questions),
  assumptions: findings.flatMap(({ assumptions }) => assumptions),
});

/** Goes on from a finding, and keeps what was found on the way. */
export const andThen = <From, To>(
  { value, ...doubts }: Finding<From>,
  next: (value: From) => Finding<To>,
): Finding<To> => {
  const { value: result, questions, assumptions } = next(value);
  return {
    value: result,
    questions: [...doubts.questions, ...questions],
    assumptions: [...doubts.assumptions, ...assumptions],
  };
};
