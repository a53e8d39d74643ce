import { DEFAULT_OPTIONS, newSource, observe, type AnomalyOptions, type Observation } from '@troupe/anomaly';
import type { LabelledSeries } from './labelled-series.ts';
import { bestScore, scoreAt, scoreRows, type Score, type ScoredSeries } from './nab-rule.ts';

/** The score of every observation of one source, in order: what the agent would have said while they came in. */
export const scoresOf = (observations: readonly Observation[], options: AnomalyOptions): readonly number[] => {
  let state = newSource();
  return observations.map((observation) => {
    const observed = observe(state, observation, options);
    state = observed.state;
    return observed.score;
  });
};

/** Every series as the rule sees it, each watched from its beginning with the same options. */
export const watchAll = (
  series: readonly LabelledSeries[],
  options: AnomalyOptions = DEFAULT_OPTIONS,
): readonly ScoredSeries[] =>
  series.map(({ name, observations, windows }) => scoreRows(name, scoresOf(observations, options), windows));

/** A series that was left out, scored at the threshold that is best for the others. */
export interface LeftOut {
  readonly name: string;
  readonly score: Score;
}

/** Leaves out one series after the other, so that none has a say in the threshold it is scored at. */
export const leaveOneOut = (scored: readonly ScoredSeries[]): readonly LeftOut[] =>
  scored.map((left) => {
    const { threshold } = bestScore(scored.filter((each) => each !== left));
    return { name: left.name, score: scoreAt([left], threshold) };
  });

/** What the score is when one option is another. */
export interface Variation {
  readonly option: string;
  readonly value: number;
  readonly score: Score;
}

/** The share beyond the usual is varied, not the share of the usual, of which 30 % more is more than all. */
const variants = (share: number): readonly (readonly [keyof AnomalyOptions, number])[] => {
  const { span, memory, tailMemory, usual, fadesMs, warmUp } = DEFAULT_OPTIONS;
  return [
    ['span', Math.round(span * share)],
    ['memory', Math.round(memory * share)],
    ['tailMemory', Math.round(tailMemory * share)],
    ['usual', 1 - (1 - usual) * share],
    ['fadesMs', Math.round(fadesMs * share)],
    ['warmUp', Math.round(warmUp * share)],
  ];
};

/** Moves every option down and up by 30 %, one at a time. */
export const vary = (series: readonly LabelledSeries[]): readonly Variation[] =>
  [...variants(0.7), ...variants(1.3)].map(([option, value]) => ({
    option,
    value,
    score: bestScore(watchAll(series, { ...DEFAULT_OPTIONS, [option]: value })),
  }));
