import type { SpecQuestion } from '@troupe/contracts';
import type { Assumption } from '../doubts/assumption.ts';
import type { Case } from '../steps/case.ts';
import { found, type Finding } from '../doubts/finding.ts';
import { outcomesOf, type Outcome } from './outcome.ts';
import { askAboutFailure, askAboutInexact, askAboutUntested, askForValue, untested } from './outcome-doubts.ts';
import { choiceOf, distinctQuestions, question, type Answers } from '../doubts/question.ts';
import { shapeKey, stem } from '../wording/shape.ts';
import type { Slot } from '../steps/token.ts';

/** A case, and the result that it promises. */
export interface ResultOfCase {
  readonly one: Case;
  readonly expected: Slot;
}

const namesOf = (outcomes: readonly Outcome[]): readonly string[] =>
  outcomes.map(({ name }, index) => name ?? `result ${index + 1}`);

interface Promised {
  readonly one: Case;
  readonly outcomes: readonly Outcome[];
}

/** Asks which of several results the function shall return, once for the whole feature. */
const askWhich = (promised: readonly Promised[]): readonly SpecQuestion[] => {
  const several = promised.find(({ outcomes }) => outcomes.length > 1);
  if (several === undefined) return [];
  const choices = [...new Set(namesOf(several.outcomes))];
  return [
    question('several-results', {
      ask: `A scenario promises several results (${choices.join(', ')}), and a function returns one. Say which, or write them as one list.`,
      subject: choices.join('|'),
      scenario: several.one.scenario.name,
      line: several.one.line,
      choices,
    }),
  ];
};

const named = (outcomes: readonly Outcome[], name: string): readonly Outcome[] =>
  outcomes.length < 2 ? outcomes : outcomes.filter((_, index) => namesOf(outcomes)[index] === name);

const chosen = (promised: readonly Promised[], answers: Answers): Finding<readonly Promised[]> => {
  const questions = askWhich(promised);
  const [asked] = questions;
  const choice = asked && choiceOf(answers, asked);
  if (choice === undefined) return found(promised, { questions });
  return found(promised.map(({ one, outcomes }) => ({ one, outcomes: named(outcomes, choice) })));
};

const SAME = 'they are the same result';

/** Asks whether results of different names are one. */
const askWhetherSame = (promised: readonly Promised[], answers: Answers): Finding<readonly Promised[]> => {
  const names = [...new Set(promised.flatMap(({ outcomes }) => outcomes.flatMap(({ name }) => name ?? [])))].toSorted();
  if (new Set(names.map(stem)).size < 2) return found(promised);
  const asked = question('results-differ', {
    ask: `Scenarios promise different results (${names.join(', ')}), and a function returns one. Write a feature for each, or call them the same.`,
    subject: names.join('|'),
    choices: [SAME],
  });
  return choiceOf(answers, asked) === undefined
    ? found(promised, { questions: [asked] })
    : found(promised, { assumptions: [{ rule: 'same-by-answer', about: asked.id }] });
};

/** What was promised beside the result: taken for granted when all cases promise it, asked about else. */
const besides = (cases: readonly Case[], answers: Answers): Omit<Finding<unknown>, 'value'> => {
  const questions: SpecQuestion[] = [];
  const assumptions: Assumption[] = [];
  for (const one of cases)
    for (const step of untested(one)) {
      const key = shapeKey(step.tokens);
      const asked = askAboutUntested(one, step);
      const isEverywhere = cases.every((other) => untested(other).some(({ tokens }) => shapeKey(tokens) === key));
      if (choiceOf(answers, asked) !== undefined || (isEverywhere && asked.rule === 'step-unbound'))
        assumptions.push({ rule: 'promise-untested', about: key });
      else questions.push(asked);
    }
  return { questions, assumptions };
};

/** The result of every case, or what has to be asked about it. */
export const resultsOf = (cases: readonly Case[], answers: Answers): Finding<readonly ResultOfCase[]> => {
  const failures = cases.flatMap(askAboutFailure);
  const promised = cases.map((one) => ({ one, outcomes: outcomesOf(one) }));
  const which = chosen(promised, answers);
  const same = askWhetherSame(which.value, answers);
  const open = same.value.filter(({ outcomes }) => outcomes.length === 0).map(({ one }) => one);
  const beside = besides(
    cases.filter((one) => !open.includes(one)),
    answers,
  );
  const questions = [
    ...failures,
    ...open.filter((one) => askAboutFailure(one).length === 0).flatMap(askForValue),
    ...same.value.flatMap(({ one, outcomes }) => outcomes.flatMap((outcome) => askAboutInexact(one, outcome))),
    ...beside.questions.filter(({ scenario }) => !failures.some((failure) => failure.scenario === scenario)),
    ...which.questions,
  ];
  // What is not exact or not there may well be called otherwise.
  if (questions.length === 0) questions.push(...same.questions);
  const value = same.value.flatMap(({ one, outcomes: [outcome] }) =>
    outcome === undefined ? [] : [{ one, expected: outcome.slot }],
  );
  return found(value, {
    questions: distinctQuestions(questions),
    assumptions: [...beside.assumptions, ...same.assumptions],
  });
};
