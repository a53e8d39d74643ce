import type { SpecQuestion } from '@troupe/contracts';
import { createHash } from 'node:crypto';

/** Every check that can ask, and what it asks about; closed: the README has a row for each. */
export const QUESTION_RULES = [
  'prose-needs-model',
  'too-large',
  'syntax',
  'row-incomplete',
  'no-scenario',
  'no-outcome',
  'several-calls',
  'no-inputs',
  'placeholder-undefined',
  'column-unused',
  'outcome-vague',
  'outcome-is-failure',
  'several-results',
  'results-differ',
  'steps-differ',
  'step-unbound',
  'inputs-differ',
  'input-missing',
  'types-differ',
  'name-unusable',
  'examples-contradict',
  'too-few-examples',
  'one-result-only',
] as const;

/** What is asked where a model was to make a feature of prose: it asks itself, or has made none. */
type ProseRule = 'prose-unclear' | 'prose-unwritten';

/** What is said of answers, beside the questions that are left. */
type AnswerRule = 'answer-unasked';

/** One of `QUESTION_RULES`. */
export type QuestionRule = (typeof QUESTION_RULES)[number];

type AnyRule = QuestionRule | ProseRule | AnswerRule;

/** What a check wants to know. */
export interface QuestionOptions {
  /** What a person is asked, with the mend. */
  readonly ask: string;
  /** What tells this question from others of the same rule and scenario, such as a name. Default ''. */
  readonly subject?: string;
  /** Absent when it is about the whole feature. */
  readonly scenario?: string;
  /** From 1. */
  readonly line?: number;
  /** Answers that can be taken as they are. Default: none. */
  readonly choices?: readonly string[];
}

/** How much of the digest names a question: two of one feature will not meet. */
const ID_LENGTH = 10;

const idOf = (rule: AnyRule, scenario: string, subject: string): string =>
  `${rule}-${createHash('sha256')
    .update(JSON.stringify([rule, scenario, subject]))
    .digest('hex')
    .slice(0, ID_LENGTH)}`;

/** Each question once, where it was asked first. */
export const distinctQuestions = (questions: readonly SpecQuestion[]): readonly SpecQuestion[] =>
  questions.filter(({ id }, index) => questions.findIndex((other) => other.id === id) === index);

/** A question with its id, which depends on what it is about and not on where that stands. */
export const question = (
  rule: AnyRule,
  { ask, subject = '', scenario, line, choices = [] }: QuestionOptions,
): SpecQuestion => ({
  id: idOf(rule, scenario ?? '', subject),
  rule,
  question: ask,
  scenario: scenario ?? null,
  line: line ?? null,
  choices,
});

/** Answers of people, by the id of the question. */
export type Answers = ReadonlyMap<string, string>;

/** The answer to a question, when it is one of its choices. */
export const choiceOf = (answers: Answers, { id, choices }: SpecQuestion): string | undefined => {
  const answer = answers.get(id)?.trim().toLowerCase();
  return choices.find((choice) => choice.toLowerCase() === answer);
};
