import type { Judge } from '../judgement.ts';
import { taughtJudge } from '../taught/taught-judge.ts';
import { teach, type LabelledTicket } from '../taught/teach.ts';
import { untaughtJudge } from '../untaught/untaught-judge.ts';
import { figuresOf, type Figures, type Verdict } from './figures.ts';
import { foldsOf, type Fold } from './folds.ts';

/** What judges made of tickets that people have judged. */
export interface Measurement {
  /** Words and rules alone, on all tickets. */
  readonly untaught: Figures;
  /** Taught the first tickets of the file, on the others. */
  readonly taught: Figures;
  /** Each ticket judged once, by what was taught the tickets of the other folds. */
  readonly crossValidated: Figures;
}

/** How tickets are divided. */
export interface MeasureOptions {
  /** How many tickets are taught from the beginning of the file. */
  readonly learn: number;
  readonly folds: number;
}

const verdicts = (judge: Judge, tickets: readonly LabelledTicket[]): readonly Verdict[] =>
  tickets.map(({ text, isNegative }) => ({ probability: judge(text).negative, isNegative }));

const verdictsOfFold = ({ learnt, heldOut }: Fold<LabelledTicket>): readonly Verdict[] =>
  verdicts(taughtJudge(teach(learnt)), heldOut);

/**
 * Measures the judges of this library. No judge sees the label of a ticket that it is measured on.
 * @throws TroupeError CONFIG_INVALID when there are too few tickets to learn from
 */
export const measure = (tickets: readonly LabelledTicket[], { learn, folds }: MeasureOptions): Measurement => ({
  untaught: figuresOf(verdicts(untaughtJudge, tickets)),
  taught: figuresOf(verdictsOfFold({ learnt: tickets.slice(0, learn), heldOut: tickets.slice(learn) })),
  crossValidated: figuresOf(foldsOf(tickets, folds).flatMap(verdictsOfFold)),
});
