import { heaviest, type Judge } from '../judgement.ts';
import { sigmoid } from '../taught/logistic.ts';
import { readTicket } from '../text/read-ticket.ts';
import { weigh } from './weigh.ts';

/** Raise the version when the rules or words change what is said. */
const UNTAUGHT = 'offline-lexicon@1';

/** Judges by words and rules alone. Nothing was learnt from tickets, so its probabilities are an estimate. */
export const untaughtJudge: Judge = (text) => {
  const { cues, logOdds } = weigh(readTicket(text));
  return {
    negative: sigmoid(logOdds),
    reasons: heaviest(cues.map(({ family, text: words, weight }) => ({ cue: family, text: words, weight }))),
    decidedBy: UNTAUGHT,
  };
};
