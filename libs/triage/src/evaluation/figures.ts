/** What was said of a ticket, and what people said. */
export interface Verdict {
  /** Stated probability that it is negative. */
  readonly probability: number;
  readonly isNegative: boolean;
}

/** How good verdicts are. */
export interface Figures {
  readonly tickets: number;
  /** Area under the ROC curve: how often a negative ticket is put above another one. */
  readonly auc: number;
  /** Harmonic mean of precision and recall of "negative", said from a probability of one half on. */
  readonly f1: number;
  /** Expected calibration error: how far the stated probability is from what is the case, on average over ten bins. */
  readonly ece: number;
}

const BINS = 10;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/** Ranks from 1, equal ones sharing the mean of theirs. */
const ranksOf = (sorted: readonly Verdict[]): readonly number[] => {
  const ranks: number[] = [];
  for (let first = 0, next: number; first < sorted.length; first = next) {
    const { probability } = sorted[first] ?? { probability: 0 };
    next = first;
    while (sorted[next]?.probability === probability) next += 1;
    ranks.push(...Array<number>(next - first).fill((first + 1 + next) / 2));
  }
  return ranks;
};

/** Not a number where all tickets are of one kind. */
const aucOf = (verdicts: readonly Verdict[]): number => {
  const sorted = verdicts.toSorted((one, other) => one.probability - other.probability);
  const ranks = ranksOf(sorted);
  const negative = sorted.flatMap(({ isNegative }, nth) => (isNegative ? [ranks[nth] ?? 0] : []));
  const pairs = negative.length * (verdicts.length - negative.length);
  return (sum(negative) - (negative.length * (negative.length + 1)) / 2) / pairs;
};

const f1Of = (verdicts: readonly Verdict[]): number => {
  const said = verdicts.filter(({ probability }) => probability >= 0.5);
  const right = said.filter(({ isNegative }) => isNegative).length;
  const negative = verdicts.filter(({ isNegative }) => isNegative).length;
  return said.length + negative === 0 ? 0 : (2 * right) / (said.length + negative);
};

const binOf = ({ probability }: Verdict): number => Math.min(BINS - 1, Math.floor(probability * BINS));

const eceOf = (verdicts: readonly Verdict[]): number => {
  const bins = Map.groupBy(verdicts, binOf);
  const gaps = [...bins.values()].map((bin) =>
    Math.abs(sum(bin.map(({ probability, isNegative }) => probability - (isNegative ? 1 : 0)))),
  );
  return sum(gaps) / verdicts.length;
};

/** Measures verdicts against what people said. */
export const figuresOf = (verdicts: readonly Verdict[]): Figures => ({
  tickets: verdicts.length,
  auc: aucOf(verdicts),
  f1: f1Of(verdicts),
  ece: eceOf(verdicts),
});
