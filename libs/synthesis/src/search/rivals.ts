import { sameValue, type Value } from '@troupe/feature-spec';
import type { Candidate } from './candidate.ts';
import { BITS_OF_COST } from './census.ts';
import { resultsOn, type Probes } from './probes.ts';

/** Arguments for which programs that fit the examples give different results. */
export interface OpenQuestion {
  readonly arguments: readonly Value[];
  /** What the simplest program gives, and what its likeliest rival gives; undefined for no value. */
  readonly results: readonly [Value | undefined, Value | undefined];
}

/** The part of all likelihood that rivals may have. A coincidence never comes alone: it has far more. */
const MOST_DOUBT = 0.03;

const likelihood = (score: number, best: number): number => 2 ** (BITS_OF_COST * (best - score));

/** How likely it is that one of the others is meant, from 0 to 1: the simpler they are, the likelier. */
export const doubtOf = (best: Candidate, rivals: readonly Candidate[]): number => {
  const others = rivals.reduce((sum, { score }) => sum + likelihood(score, best.score), 0);
  return others / (1 + others);
};

/** Whether the simplest program is left alone, as what is meant is. */
export const isAlone = (best: Candidate, rivals: readonly Candidate[]): boolean => doubtOf(best, rivals) <= MOST_DOUBT;

const areSame = (one: Value | undefined, other: Value | undefined): boolean =>
  one === undefined || other === undefined ? one === other : sameValue(one, other);

/** Where this program and its rival part; undefined when no probe shows it. */
export const openQuestion = (probes: Probes, best: Candidate, rival: Candidate): OpenQuestion | undefined => {
  const [own, others] = [resultsOn(probes, best.expression), resultsOn(probes, rival.expression)];
  const at = own.findIndex((value, index) => !areSame(value, others[index]));
  const values = probes[at];
  return values && { arguments: values, results: [own[at], others[at]] };
};
