import type { Expression } from '../expression.ts';
import { candidateOf, type Candidate } from './candidate.ts';
import type { Makeup } from './makeup.ts';
import { createBehaviour, type Probes } from './probes.ts';
import type { Problem } from './problem.ts';
import { isReducible } from './reductions.ts';

/** What was found that is right in all cases, and whether it is worth looking for something better. */
export interface Ranking {
  readonly add: (expression: Expression, cost: number, makeup: Makeup) => void;
  /** The best first. */
  readonly candidates: () => readonly Candidate[];
  /** The score that has to be beaten; infinite when there is none. */
  readonly best: () => number;
  /** Whether nothing better is to be expected once all expressions of this cost were looked at. */
  readonly isEnough: (cost: number) => boolean;
}

const MOST_CANDIDATES = 12;
/** How much further than its cost is looked for rivals of a program. */
export const RIVAL_SPAN = 2;
/** How much longer is looked for something better: so many times as long, and at least so many expressions. */
const PATIENCE = 3;
/** Parts of a program are looked for less long. */
const SHORTER_INSIDE = 3;
/** By score: what is complicated is likely to be a coincidence, or to have a simpler form. */
const LEAST_PATIENCE = [
  { upTo: 10, expressions: 60_000 },
  { upTo: 16, expressions: 150_000 },
  { upTo: Infinity, expressions: 400_000 },
];

interface RankingOptions {
  /** How many expressions the search itself has tried. */
  readonly tried: () => number;
  /** What is not better than this is not wanted. */
  readonly below: number;
  /** Programs that give the same for all of these are one. Default: every program is one of its own. */
  readonly probes?: Probes;
}

interface Ranked {
  readonly candidate: Candidate;
  /** Undefined inside of another problem: there every program is one of its own. */
  readonly behaviour: number | undefined;
}

/** Makes an empty ranking. */
export const createRanking = (problem: Problem, { tried, below, probes }: RankingOptions): Ranking => {
  const ranked: Ranked[] = [];
  const behaviourOf = probes && createBehaviour(probes);
  const span = probes ? RIVAL_SPAN : 0;
  let foundAt: number | undefined;
  const best = (): number => Math.min(below, ranked[0]?.candidate.score ?? Infinity);
  const patience = (since: number): number => {
    const least = LEAST_PATIENCE.find(({ upTo }) => best() <= upTo)?.expressions ?? 0;
    return Math.max(since * PATIENCE, since + least / (1 + SHORTER_INSIDE * problem.depth));
  };
  /** A longer one that does what no case shows explains nothing that a shorter one does not. */
  const isIdle = ({ expression, score }: Candidate): boolean =>
    behaviourOf !== undefined && score >= best() && isReducible(expression, problem);
  const isTooLate = ({ score }: Candidate): boolean =>
    ranked.length === MOST_CANDIDATES && score >= (ranked.at(-1)?.candidate.score ?? 0);
  /** The simplest of those that behave alike is kept. */
  const place = (candidate: Candidate): void => {
    const behaviour = behaviourOf?.(candidate.expression);
    const known = ranked.findIndex((other) => behaviour !== undefined && other.behaviour === behaviour);
    if (known >= 0 && (ranked[known]?.candidate.score ?? 0) <= candidate.score) return;
    if (known >= 0) ranked.splice(known, 1);
    ranked.push({ candidate, behaviour });
    ranked.sort((one, other) => one.candidate.score - other.candidate.score);
    ranked.splice(MOST_CANDIDATES);
  };
  return {
    add: (expression, cost, makeup) => {
      foundAt ??= tried();
      const candidate = candidateOf(expression, cost, makeup, problem);
      if (!isTooLate(candidate) && !isIdle(candidate)) place(candidate);
    },
    candidates: () => ranked.map(({ candidate }) => candidate),
    best,
    isEnough: (cost) => best() + span <= cost || (foundAt !== undefined && tried() > patience(foundAt)),
  };
};
