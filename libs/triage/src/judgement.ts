/** Something that counted in a judgement. */
export interface Reason {
  /** What it is about: a family of cues, or `word` where it was learnt. */
  readonly cue: string;
  /** The words of the ticket. */
  readonly text: string;
  /** What it added to the log-odds that the ticket is negative; below 0 it spoke against that. */
  readonly weight: number;
}

/** What is said of a ticket's sentiment. */
export interface Judgement {
  /** Probability that the ticket is negative, between 0 and 1. */
  readonly negative: number;
  /** What counted, heaviest first. */
  readonly reasons: readonly Reason[];
  /** Which engine answered, with its version. */
  readonly decidedBy: string;
}

/** Whatever can judge a text, without asking anybody. */
export type Judge = (text: string) => Judgement;

const MOST_REASONS = 8;
const LONGEST_REASON = 200;
/** What moves a probability by less than a few hundredths. */
const NEGLIGIBLE = 0.05;

/** The reasons worth telling, heaviest first, within bounds. */
export const heaviest = (reasons: readonly Reason[]): readonly Reason[] =>
  reasons
    .filter(({ weight }) => Math.abs(weight) >= NEGLIGIBLE)
    .toSorted((one, other) => Math.abs(other.weight) - Math.abs(one.weight))
    .slice(0, MOST_REASONS)
    .map(({ cue, text, weight }) => ({
      cue,
      text: text.slice(0, LONGEST_REASON),
      weight: Math.round(weight * 1_000) / 1_000,
    }));
