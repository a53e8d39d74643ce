import type { SpecQuestion } from '@troupe/contracts';
import { withAbsences } from './absences.ts';
import { withAlternatives } from './alternatives.ts';
import { checkParameters } from './bounds.ts';
import type { Assumption } from './assumption.ts';
import type { Case } from './case.ts';
import { andThen, found, together, type Finding } from './finding.ts';
import { settleOptionalSteps } from './optional-steps.ts';
import { askAboutFailure, withCallFromOutcome } from './outcome.ts';
import { parametersOf, type ParameterDraft } from './parameters.ts';
import { choiceOf, question, type Answers } from './question.ts';
import { gatherRepeats } from './repeats.ts';
import { resultsOf, type ResultOfCase } from './results.ts';
import type { StepKind } from './scenario.ts';
import type { Slot } from './token.ts';

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

const askForInput = ({ scenario }: Case, { written, name }: ParameterDraft): SpecQuestion => {
  const what = written === '' ? (name ?? 'one of its inputs') : `"${written}"`;
  return question('input-missing', {
    ask: `"${scenario.name}" gives no value for ${what}, which other scenarios have. Write a step for it in the same words, or answer with the value.`,
    subject: written,
    scenario: scenario.name,
    line: scenario.line,
  });
};

/** Fills in the values that a person has told, and asks for the others. */
const completed = (cases: readonly Case[], draft: ParameterDraft, answers: Answers): Finding<ParameterDraft> => {
  const questions = new Map<string, SpecQuestion>();
  const slots = draft.slots.map((slot, index): Slot | undefined => {
    const one = cases[index];
    if (slot !== undefined || one === undefined) return slot;
    const asked = askForInput(one, draft);
    const raw = answers.get(asked.id)?.trim();
    if (raw !== undefined && raw !== '') return { raw, form: 'bare' };
    questions.set(asked.id, asked);
    return undefined;
  });
  const assumptions: readonly Assumption[] = draft.isAligned
    ? [{ rule: 'aligned-by-place', about: draft.written }]
    : [];
  return found({ ...draft, slots }, { questions: [...questions.values()], assumptions });
};

const withoutInputs = (cases: readonly Case[]): readonly SpecQuestion[] => [
  ...new Map(
    cases.map(({ scenario: { name, line } }) => {
      const ask = `"${name}" names no value in Given or When. Write what the function is given, such as "Given a price of 100".`;
      return [name, question('no-inputs', { ask, scenario: name, line })];
    }),
  ).values(),
];

const draftsOf = (cases: readonly Case[], answers: Answers): Finding<readonly ParameterDraft[]> => {
  const drafts = parametersOf(cases);
  if (drafts.length === 0) return found(drafts, { questions: withoutInputs(cases) });
  const questions = checkParameters(drafts.length);
  if (questions.length > 0) return found(drafts, { questions });
  return together(drafts.map((draft) => completed(cases, draft, answers)));
};

/** Finds the inputs and the result of every case, whatever words they are in. */
export const settle = (cases: readonly Case[], answers: Answers): Finding<Settled> => {
  const { value: settled, ...wordings } = settleWordings(cases, answers);
  if (wordings.questions.some(({ rule }) => rule === 'too-large'))
    return found({ cases: settled, drafts: [], results: [] }, wordings);
  const results = resultsOf(settled, answers);
  const drafts = draftsOf(settled, answers);
  return found(
    { cases: settled, drafts: drafts.value, results: results.value },
    {
      questions: [wordings, drafts, results].flatMap(({ questions }) => questions),
      assumptions: [wordings, drafts, results].flatMap(({ assumptions }) => assumptions),
    },
  );
};
