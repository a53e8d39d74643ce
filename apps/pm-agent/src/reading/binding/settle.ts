import { withAbsences } from '../wording/absences.ts';
import { withAlternatives } from '../wording/alternatives.ts';
import type { Case } from '../steps/case.ts';
import { andThen, found, type Finding } from '../doubts/finding.ts';
import { inputsOf } from './inputs.ts';
import { settleOptionalSteps } from '../wording/optional-steps.ts';
import { withCallFromOutcome } from './outcome.ts';
import { askAboutFailure } from './outcome-doubts.ts';
import type { ParameterDraft } from './parameters.ts';
import { choiceOf, type Answers } from '../doubts/question.ts';
import { gatherRepeats } from '../wording/repeats.ts';
import { resultsOf, type ResultOfCase } from './results.ts';
import type { StepKind } from '../gherkin/scenario.ts';

/** What cases say, once wordings are settled. */
export interface Settled {
  readonly cases: readonly Case[];
  readonly drafts: readonly ParameterDraft[];
  readonly results: readonly ResultOfCase[];
}

const kept = (cases: readonly Case[], answers: Answers): readonly Case[] =>
  cases.filter((one) => askAboutFailure(one).every((asked) => choiceOf(answers, asked) === undefined));

const KINDS: readonly StepKind[] = ['given', 'when', 'then'];

type Stage = (cases: readonly Case[]) => Finding<readonly Case[]>;

const settleWordings = (cases: readonly Case[], answers: Answers): Finding<readonly Case[]> => {
  const stages: readonly Stage[] = [
    ...KINDS.map(
      (kind): Stage =>
        (all) =>
          withAbsences(all, kind),
    ),
    ...KINDS.map(
      (kind): Stage =>
        (all) =>
          withAlternatives(all, kind),
    ),
    gatherRepeats,
    (all) => settleOptionalSteps(all, 'given', answers),
    (all) => settleOptionalSteps(all, 'when', answers),
  ];
  const calls = kept(cases, answers).map(withCallFromOutcome);
  return stages.reduce<Finding<readonly Case[]>>(andThen, found(calls));
};

/** Finds the inputs and the result of every case, whatever words they are in. */
export const settle = (cases: readonly Case[], answers: Answers): Finding<Settled> => {
  const { value: settled, ...wordings } = settleWordings(cases, answers);
  if (wordings.questions.some(({ rule }) => rule === 'too-large'))
    return found({ cases: settled, drafts: [], results: [] }, wordings);
  const results = resultsOf(settled, answers);
  const drafts = inputsOf(settled, answers);
  return found(
    { cases: settled, drafts: drafts.value, results: results.value },
    {
      questions: [wordings, drafts, results].flatMap(({ questions }) => questions),
      assumptions: [wordings, drafts, results].flatMap(({ assumptions }) => assumptions),
    },
  );
};
