import type { Model, Prompts } from '@troupe/models';
import { taughtJudge, untaughtJudge, type TaughtModel } from '@troupe/triage';
import { modelJudge } from './model-judge.ts';
import type { TicketJudge } from './ticket-judge.ts';
import { wordJudge } from './word-judge.ts';

/** What there is to judge with. */
export interface JudgeParts {
  /** What was learnt from tickets. */
  readonly taught: TaughtModel | undefined;
  /** A language model. */
  readonly model: Model | undefined;
  readonly prompts: Prompts;
}

/** Who judges: what was taught, where something was, since it is measured; else a language model; else words alone. */
export const judgeFrom = ({ taught, model, prompts }: JudgeParts): TicketJudge => {
  if (taught !== undefined) return wordJudge({ judge: taughtJudge(taught), isMeasured: true });
  const untaught = wordJudge({ judge: untaughtJudge, isMeasured: false });
  return model === undefined ? untaught : modelJudge({ model, prompts, otherwise: untaught });
};
