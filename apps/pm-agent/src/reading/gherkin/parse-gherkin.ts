import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Feature } from '@cucumber/messages';
import type { SpecQuestion } from '@troupe/contracts';
import { question } from '../doubts/question.ts';

/** A feature as the parser has it, or what keeps it from being one. */
export type ParsedGherkin = { readonly feature: Feature } | { readonly questions: readonly SpecQuestion[] };

interface Problem {
  readonly message: string;
  readonly location?: { readonly line: number };
}

const isProblem = (error: unknown): error is Problem => error instanceof Error;

// The parser throws one error that holds all of them, each with its place.
const problemsOf = (error: unknown): readonly Problem[] => {
  if (!(error instanceof Error)) return [];
  const within = 'errors' in error && Array.isArray(error.errors) ? error.errors.filter(isProblem) : [];
  return within.length > 0 ? within : [error];
};

const asQuestion = ({ message, location }: Problem): SpecQuestion => {
  const what = message.replace(/^\(\d+:\d+\): /, '');
  const line = location === undefined ? {} : { line: location.line };
  const subject = `${location?.line ?? 0}`;
  return what.startsWith('inconsistent cell count')
    ? question('row-incomplete', {
        ask: 'This row has not as many cells as the first row of its table. Write one cell for each column; an empty one may stay empty.',
        subject,
        ...line,
      })
    : question('syntax', { ask: `This line is no Gherkin: ${what}. Correct it.`, subject, ...line });
};

/** Reads Gherkin with the official parser, in any of its languages. What it does not understand comes back as questions. */
export const parseGherkin = (text: string): ParsedGherkin => {
  try {
    const { feature } = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher()).parse(
      text,
    );
    if (feature !== undefined) return { feature };
  } catch (error) {
    const questions = problemsOf(error).map(asQuestion);
    if (questions.length === 0) throw error;
    return { questions };
  }
  return {
    questions: [
      question('no-scenario', { ask: 'There is no feature. Begin with "Feature:" and write scenarios with examples.' }),
    ],
  };
};
