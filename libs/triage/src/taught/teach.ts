import { figuresOf, type Figures } from '../evaluation/figures.ts';
import { foldsOf } from '../evaluation/folds.ts';
import { readTicket } from '../text/read-ticket.ts';
import { calibrate, calibrated, type Judged } from './calibration.ts';
import { featuresOf } from './features.ts';
import { fitWeights, logOddsBy, type Example } from './fit-weights.ts';
import { sigmoid } from './logistic.ts';
import { teachable } from './teachable.ts';
import { round, type TaughtModel } from './taught-model.ts';

/** A ticket that people have judged. */
export interface LabelledTicket {
  readonly text: string;
  readonly isNegative: boolean;
}

const FOLDS = 5;

const exampleOf = ({ text, isNegative }: LabelledTicket): Example => ({
  features: featuresOf(readTicket(text)),
  isNegative,
});

/** What is said of each ticket by what was learnt from others. */
const judgeHeldOut = (examples: readonly Example[]): readonly Judged[] =>
  foldsOf(examples, FOLDS).flatMap(({ learnt, heldOut }) => {
    const weights = fitWeights(learnt);
    return heldOut.map(({ features, isNegative }) => ({ logOdds: logOddsBy(features, weights), isNegative }));
  });

/** Figures of probabilities that were neither learnt from the ticket they are about nor calibrated on it. */
const heldOutFigures = (judged: readonly Judged[]): Figures =>
  figuresOf(
    foldsOf(judged, FOLDS).flatMap(({ learnt, heldOut }) => {
      const calibration = calibrate(learnt);
      return heldOut.map(({ logOdds, isNegative }) => ({
        probability: sigmoid(calibrated(logOdds, calibration)),
        isNegative,
      }));
    }),
  );

/**
 * Learns from tickets what makes one negative: a weight for each word, pair of words and family of cues, calibrated on
 * tickets that the weights were not learnt from. The same tickets in the same order make the same model.
 * @throws TroupeError CONFIG_INVALID when there are too few or too many tickets, or all are of one kind
 */
export const teach = (tickets: readonly LabelledTicket[]): TaughtModel => {
  const examples = teachable(tickets).map(exampleOf);
  const judged = judgeHeldOut(examples);
  const { bias, weights } = fitWeights(examples);
  const { auc, f1, ece } = heldOutFigures(judged);
  const { slope, shift } = calibrate(judged);
  const heaviest = [...weights].toSorted(([, one], [, other]) => Math.abs(other) - Math.abs(one));
  return {
    form: 'troupe-triage@1',
    tickets: tickets.length,
    negative: tickets.filter(({ isNegative }) => isNegative).length,
    heldOut: { folds: FOLDS, auc: round(auc), f1: round(f1), ece: round(ece) },
    calibration: { slope: round(slope), shift: round(shift) },
    bias: round(bias),
    weights: Object.fromEntries(heaviest.map(([name, weight]) => [name, round(weight)])),
  };
};
