import { AstBuilder, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin';
import { IdGenerator, type Feature } from '@cucumber/messages';
import type { SpecQuestion } from '@troupe/contracts';
import { question } from '../doubts/question.ts';
import { syntaxQuestion, type SyntaxProblem } from './syntax-question.ts';

/** A feature as the parser has it, or what keeps it from being one. */
export type ParsedGherkin = { readonly feature: Feature } | { readonly questions: readonly SpecQuestion[] };

const isProblem = (error: unknown): error is SyntaxProblem => error instanceof Error;

// The parser throws one error that holds all of them, each with its place.
const problemsOf = (error: unknown): readonly SyntaxProblem[] => {
  if (!(error instanceof Error)) return [];
  const within = 'errors' in error && Array.isArray(error.errors) ? error.errors.filter(isProblem) : [];
  return within.length > 0 ? within : [error];
};

/** Reads Gherkin with the official parser, in any of its languages. What it does not understand comes back as questions. */
export const parseGherkin = (text: string): ParsedGherkin => {
  try {
    const { feature } = new Parser(new AstBuilder(IdGenerator.incrementing()), new GherkinClassicTokenMatcher()).parse(
      text,
    );
    if (feature !== undefined) return { feature };
  } catch (error) {
    const questions = problemsOf(error).map(syntaxQuestion);
    if (questions.length === 0) throw error;
    return { questions };
  }
  return {
    questions: [
      question('no-scenario', { ask: 'There is no feature. Begin with "Feature:" and write scenarios with examples.' }),
    ],
  };
};
