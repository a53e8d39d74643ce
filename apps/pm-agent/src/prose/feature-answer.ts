import type { FieldProblem, SpecQuestion } from '@troupe/contracts';
import { answerOf, type AnswerSchema } from '@troupe/models';
import { z } from 'zod';

/** What a model answers: a feature, or what it would have to know. */
export interface FeatureAnswer {
  readonly feature: string | null;
  readonly questions: readonly string[];
}

const MOST_QUESTIONS = 10;
const LONGEST_QUESTION = 500;

const shape = answerOf(
  'feature',
  z.object({
    feature: z.string().nullable().describe('The whole feature in Gherkin, or null'),
    questions: z.array(z.string()).describe('What has to be known first'),
  }),
);

const problemOf = ({ scenario, line, question, choices }: SpecQuestion): FieldProblem => {
  const where = [...(line === null ? [] : [`line ${line}`]), ...(scenario === null ? [] : [`scenario "${scenario}"`])];
  const said = choices.length === 0 ? question : `${question} (one of: ${choices.join('; ')})`;
  return { field: 'feature', message: [...where, said].join(': ') };
};

const NEITHER: FieldProblem = {
  field: 'questions',
  message: 'must say what has to be known, where there is no feature',
};

const cleaned = ({ feature, questions }: FeatureAnswer): FeatureAnswer => ({
  feature: feature === null || feature.trim() === '' ? null : feature,
  questions: questions
    .map((question) => question.trim().slice(0, LONGEST_QUESTION))
    .filter((question) => question !== '')
    .slice(0, MOST_QUESTIONS),
});

/** Reads answers for one wish. */
export interface AnswerReading {
  /** Whatever the reader asks about a feature is given back to the model, as what is wrong with its answer. */
  readonly schema: AnswerSchema<FeatureAnswer>;
  /** The last feature that came, whether or not something is asked about it; undefined when none did. */
  last(): string | undefined;
}

/**
 * Has a model's feature read as a person's is. `ask` is the reader: what it asks about a feature. What it still asks when the
 * model has tried often enough is for a person, about the last feature.
 */
export const readingBy = (ask: (feature: string) => readonly SpecQuestion[]): AnswerReading => {
  let last: string | undefined;
  return {
    last: () => last,
    schema: {
      ...shape,
      parse: (json) => {
        const { data, problems } = shape.parse(json);
        if (problems !== undefined) return { problems };
        const answer = cleaned(data);
        if (answer.feature === null) return answer.questions.length === 0 ? { problems: [NEITHER] } : { data: answer };
        last = answer.feature;
        const asked = ask(answer.feature);
        return asked.length === 0 ? { data: answer } : { problems: asked.map(problemOf) };
      },
    },
  };
};
