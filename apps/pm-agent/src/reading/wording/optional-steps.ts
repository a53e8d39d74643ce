import type { SpecQuestion } from '@troupe/contracts';
import { checkParameters } from '../doubts/bounds.ts';
import type { Case } from '../steps/case.ts';
import { found, type Finding } from '../doubts/finding.ts';
import { choiceOf, question, type Answers } from '../doubts/question.ts';
import type { StepKind } from '../gherkin/scenario.ts';
import { isContent, shapeKey, shapeOf } from './shape.ts';
import { statementOf } from './statement.ts';
import { slotsOf, type Slot } from '../steps/token.ts';
import { mapSteps, partialWordings, type Wording } from './wordings.ts';

const isWordsOnly = ({ step }: Wording): boolean => slotsOf(step.tokens).length === 0;

const flagOf = ({ key, step }: Wording, isThere: boolean): Slot => ({
  raw: String(isThere),
  form: 'bare',
  key: `flag ${key}`,
  label: statementOf(step.tokens),
});

const withFlag = (cases: readonly Case[], wording: Wording): readonly Case[] =>
  cases.map((one, index) => {
    const slot = flagOf(wording, wording.cases.has(index));
    const others = one.steps.filter(({ tokens, kind }) => kind !== wording.kind || shapeKey(tokens) !== wording.key);
    return { ...one, steps: [...others, { ...wording.step, tokens: [slot] }] };
  });

/** Takes every step without a value that only some cases have for true where it stands, and false elsewhere. */
const withFlags = (cases: readonly Case[], wordings: readonly Wording[]): Finding<readonly Case[]> =>
  found(wordings.reduce(withFlag, cases), {
    assumptions: wordings.map(({ key }) => ({ rule: 'step-as-flag', about: key })),
  });

const wordsOf = ({ step }: Wording): string =>
  [...new Set(shapeOf(step.tokens).flatMap(({ norm }) => (isContent(norm) ? [norm] : [])))].toSorted().join(' ');

const sameWords = (wordings: readonly Wording[]): boolean => new Set(wordings.map(wordsOf)).size === 1;

/** Whether each case has exactly one of these: they are then ways to say one thing, or things to choose from. */
const isChoice = (cases: readonly Case[], wordings: readonly Wording[]): boolean =>
  wordings.length > 1 &&
  cases.every((_case, index) => wordings.filter((wording) => wording.cases.has(index)).length === 1);

const SAME = 'they mean the same';
const DIFFERENT = 'they make a difference';

const askWhether = (wordings: readonly Wording[]): SpecQuestion =>
  question('steps-differ', {
    ask: `Scenarios word this step differently: ${wordings.map(({ step }) => `"${step.text}"`).join(', ')}. If that makes a difference, write it as a value, else word it the same everywhere.`,
    subject: wordings.map(({ key }) => key).join('|'),
    line: Math.max(...wordings.map(({ step }) => step.line)),
    choices: [SAME, DIFFERENT],
  });

/** Takes the wordings themselves for the values of one input. */
const asValues = (cases: readonly Case[], kind: StepKind, wordings: readonly Wording[]): readonly Case[] => {
  const keys = new Set(wordings.map(({ key }) => key));
  return mapSteps(cases, kind, (step) => {
    if (!keys.has(shapeKey(step.tokens))) return step;
    const raw = statementOf(step.tokens);
    return { ...step, tokens: [{ raw, form: 'quoted', key: `condition ${[...keys].join('|')}`, label: 'condition' }] };
  });
};

const dropped = (cases: readonly Case[], kind: StepKind, wordings: readonly Wording[]): readonly Case[] => {
  const keys = new Set(wordings.map(({ key }) => key));
  return mapSteps(cases, kind, (step) => (keys.has(shapeKey(step.tokens)) ? undefined : step));
};

/**
 * Settles steps without a value that not all cases have: a flag where they are extra, a question where each case words
 * what seems to be one step in its own way.
 */
export const settleOptionalSteps = (
  cases: readonly Case[],
  kind: StepKind,
  answers: Answers,
): Finding<readonly Case[]> => {
  const wordings = partialWordings(cases, kind).filter(isWordsOnly);
  const tooMany = checkParameters(wordings.length);
  if (tooMany.length > 0) return found(cases, { questions: tooMany });
  if (!isChoice(cases, wordings)) return withFlags(cases, wordings);
  const without = dropped(cases, kind, wordings);
  if (sameWords(wordings)) return found(without);
  const asked = askWhether(wordings);
  const choice = choiceOf(answers, asked);
  if (choice === undefined) return found(without, { questions: [asked] });
  if (choice === DIFFERENT) return found(asValues(cases, kind, wordings));
  return found(without, { assumptions: [{ rule: 'same-by-answer', about: asked.id }] });
};
