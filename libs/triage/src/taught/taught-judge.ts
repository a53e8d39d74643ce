import type { Cue } from '../cues/cue.ts';
import { heaviest, type Judge, type Reason } from '../judgement.ts';
import { readTicket } from '../text/read-ticket.ts';
import { weigh } from '../untaught/weigh.ts';
import { calibrated } from './calibration.ts';
import { FAMILY, featuresOf } from './features.ts';
import { contributions, logOddsBy, type Weights } from './fit-weights.ts';
import { sigmoid } from './logistic.ts';
import { nameOfModel, type TaughtModel } from './taught-model.ts';

const wordsOf = (family: string, cues: readonly Cue[]): string =>
  cues
    .filter((cue) => cue.family === family)
    .map(({ text }) => text)
    .join(', ');

/** What a family says is told by the words that it was found in; the name of any other feature has its words. */
const reasonOf = ([name, weight]: readonly [string, number], cues: readonly Cue[]): Reason => {
  const space = name.indexOf(' ');
  const [kind, rest] = [name.slice(0, space), name.slice(space + 1)];
  return name.startsWith(FAMILY) ? { cue: rest, text: wordsOf(rest, cues), weight } : { cue: kind, text: rest, weight };
};

/** Judges by what was learnt from tickets. */
export const taughtJudge = (model: TaughtModel): Judge => {
  const learnt: Weights = { bias: model.bias, weights: new Map(Object.entries(model.weights)) };
  const { calibration } = model;
  const decidedBy = nameOfModel(model);
  return (text) => {
    const tokens = readTicket(text);
    const weighed = weigh(tokens);
    const features = featuresOf(tokens, weighed);
    const shares = contributions(features, learnt).map(([name, share]) =>
      reasonOf([name, share * calibration.slope], weighed.cues),
    );
    return {
      negative: sigmoid(calibrated(logOddsBy(features, learnt), calibration)),
      reasons: heaviest(shares),
      decidedBy,
    };
  };
};
