import type { Cue } from '../cues/cue.ts';
import { signCues } from '../cues/sign-cues.ts';
import { withoutSarcasm } from '../cues/sarcasm.ts';
import { wordCues } from '../cues/word-cues.ts';
import { FAMILIES, type Family } from '../lexicon/word-group.ts';
import type { Token } from '../text/token.ts';

/** Log-odds of a ticket in which nothing is found: it is as a rule a remark or an answer. */
const BIAS = -0.8;
/** What one family can say at most: five bad words are not five times as bad as one. */
const MOST_PER_FAMILY = 3;
const USUAL_WORDS = 13;
const STORY = 0.6;
const MOST_STORY = 0.8;

/** Whoever is content is brief; whoever complains tells a story. */
const storyOf = (tokens: readonly Token[]): number => {
  const words = tokens.filter(({ kind }) => kind === 'word' || kind === 'number').length;
  return Math.max(-MOST_STORY, Math.min(MOST_STORY, STORY * Math.log((words + 1) / USUAL_WORDS)));
};

const storyCue = (tokens: readonly Token[]): Cue => ({
  family: 'story',
  text: 'its length',
  weight: storyOf(tokens),
  at: 0,
  end: 0,
});

/** The cues of a ticket, and what comes of them. */
export interface Weighed {
  readonly cues: readonly Cue[];
  /** What each family says together, bounded. */
  readonly families: Readonly<Record<Family, number>>;
  /** Log-odds that the ticket is negative. */
  readonly logOdds: number;
}

const bounded = (sum: number): number => MOST_PER_FAMILY * Math.tanh(sum / MOST_PER_FAMILY);

const sumOf = (cues: readonly Cue[], wanted: Family): number =>
  bounded(cues.filter(({ family }) => family === wanted).reduce((sum, { weight }) => sum + weight, 0));

/** Weighs what speaks for and against a ticket being negative, by rules that were taught nothing. */
export const weigh = (tokens: readonly Token[]): Weighed => {
  const cues = [...withoutSarcasm([...wordCues(tokens), ...signCues(tokens)]), storyCue(tokens)];
  // Each family is named once.
  const families = Object.fromEntries(FAMILIES.map((family) => [family, sumOf(cues, family)])) as Record<
    Family,
    number
  >;
  return { cues, families, logOdds: FAMILIES.reduce((sum, family) => sum + families[family], BIAS) };
};
