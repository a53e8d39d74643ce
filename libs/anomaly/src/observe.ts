import { TroupeError } from '@troupe/contracts';
import { evidenceOf, type Anomaly, type Evidence } from './evidence.ts';
import { toLog } from './log-scale.ts';
import { DEFAULT_OPTIONS, type AnomalyOptions } from './options.ts';
import { learnSeason, seasonAt } from './season.ts';
import type { Side, SourceState } from './state.ts';
import { learnTail, rarity } from './tail.ts';

/** One value of a source. */
export interface Observation {
  /** When it was observed, in milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** What an observation came to. */
export interface Observed {
  readonly state: SourceState;
  /** How many powers of ten rarer this is than what was seen of late; zero when it is no news. */
  readonly score: number;
  readonly evidence: Evidence;
  /** There when the score reaches `tellFrom`. */
  readonly anomaly?: Anomaly;
}

const checked = ({ at, value }: Observation): void => {
  if (Number.isFinite(value) && Number.isSafeInteger(at) && at >= 0) return;
  throw new TroupeError(
    'TERMINAL',
    `An observation is a finite value at a time in whole milliseconds since 1970, not ${value} at ${at}: correct its source.`,
  );
};

/** The current mean and level after a value: at first all values count alike, later the latest `span` and `memory` count most. */
const follow = (state: SourceState, { value }: Observation, { span, memory, unit }: AnomalyOptions) => {
  const observations = state.observations + 1;
  const mean = state.mean + (value - state.mean) / Math.min(observations, span);
  const level = observations === 1 ? toLog(value, unit) : state.level;
  return { observations, mean, level, levelGain: 1 / Math.min(observations, memory) };
};

/** What one side makes of being `place` away from what is expected. */
const judge = (
  side: Side,
  place: number,
  context: AnomalyOptions & { readonly count: number; readonly faded: number },
) => {
  const seen = side.seen * context.faded;
  const rare = context.count > context.warmUp ? rarity(side.tail, place, context) : 0;
  const next: Side = { tail: learnTail(side.tail, place, context), seen: Math.max(seen, rare) };
  return { next, score: Math.max(0, rare - seen) };
};

/**
 * Takes one value in and says how unusual the source is now. Everything is judged by what was known before it, then learned. Only the
 * state that it returns is changed, so the same observations in the same order always come to the same.
 * @throws TroupeError TERMINAL for a value that is not finite, or a time that is none.
 */
export const observe = (
  state: SourceState,
  observation: Observation,
  options: AnomalyOptions = DEFAULT_OPTIONS,
): Observed => {
  checked(observation);
  const { at, value } = observation;
  const { observations, mean, level, levelGain } = follow(state, observation, options);
  const expected = level + seasonAt(state.season, at);
  const place = toLog(mean, options.unit) - expected;
  const elapsedMs = Math.max(0, at - state.lastAt);
  const context = { ...options, count: observations, faded: Math.exp(-elapsedMs / options.fadesMs) };
  const rise = judge(state.rise, place, context);
  const fall = judge(state.fall, -place, context);
  const direction = scoredSide(options, rise.score, fall.score);
  const score = direction === 'fall' ? fall.score : rise.score;
  const fromLevel = toLog(value, options.unit) - level;
  const season = learnSeason(state.season, at, fromLevel);
  const next: SourceState = {
    observations,
    lastAt: Math.max(at, state.lastAt),
    mean,
    level: level + (fromLevel - seasonAt(season, at)) * levelGain,
    season,
    rise: rise.next,
    fall: fall.next,
  };
  const evidence = evidenceOf({ before: state, value, mean, expected, direction, options });
  const anomaly = score >= options.tellFrom ? { ...evidence, score, confidence: 1 - 10 ** -score } : undefined;
  return { state: next, score, evidence, ...(anomaly && { anomaly }) };
};

const scoredSide = ({ watched }: AnomalyOptions, rise: number, fall: number): 'rise' | 'fall' => {
  if (watched === 'both') return fall > rise ? 'fall' : 'rise';
  return watched === 'falls' ? 'fall' : 'rise';
};
