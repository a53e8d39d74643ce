import type { SpecQuestion } from '@troupe/contracts';
import type { Assumption } from '../doubts/assumption.ts';
import { checkParameters } from '../doubts/bounds.ts';
import type { Case } from '../steps/case.ts';
import { andThen, found, together, type Finding } from '../doubts/finding.ts';
import { parametersOf, type ParameterDraft } from './parameters.ts';
import { choiceOf, question, type Answers } from '../doubts/question.ts';
import type { Slot } from '../steps/token.ts';

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

const isComplement = (one: ParameterDraft, other: ParameterDraft): boolean =>
  one.slots.every((slot, index) => (slot === undefined) !== (other.slots[index] === undefined));

const SAME = 'they are the same input';

/** Asks whether two inputs, of which every scenario has exactly one, are one under two names. */
const askWhetherSame = (one: ParameterDraft, other: ParameterDraft): SpecQuestion =>
  question('inputs-differ', {
    ask: `Every scenario has either "${one.written}" or "${other.written}". If that is one input, call it the same everywhere; else give both a value in every scenario.`,
    subject: [one.written, other.written].toSorted().join('|'),
    choices: [SAME],
  });

/** Makes one of two inputs that people call the same, or asks about them. */
const united = (drafts: readonly ParameterDraft[], answers: Answers): Finding<readonly ParameterDraft[]> => {
  const one = drafts.find((draft) => drafts.some((other) => isComplement(draft, other)));
  const other = one && drafts.find((draft) => isComplement(draft, one));
  if (one === undefined || other === undefined) return found(drafts);
  const asked = askWhetherSame(one, other);
  if (choiceOf(answers, asked) === undefined) return found(drafts, { questions: [asked] });
  const both = { ...one, slots: one.slots.map((slot, index) => slot ?? other.slots[index]) };
  const rest = drafts.flatMap((draft) => (draft === one ? [both] : draft === other ? [] : [draft]));
  const assumption: Assumption = { rule: 'same-by-answer', about: asked.id };
  return andThen(found(rest, { assumptions: [assumption] }), (next) => united(next, answers));
};

/** The inputs of all cases, each with a value in every case, or what has to be asked about them. */
export const inputsOf = (cases: readonly Case[], answers: Answers): Finding<readonly ParameterDraft[]> => {
  const drafts = parametersOf(cases);
  if (drafts.length === 0) return found(drafts, { questions: withoutInputs(cases) });
  const questions = checkParameters(drafts.length);
  if (questions.length > 0) return found(drafts, { questions });
  const one = united(drafts, answers);
  if (one.questions.length > 0) return one;
  return andThen(one, (all) => together(all.map((draft) => completed(cases, draft, answers))));
};
