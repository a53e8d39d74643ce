import { answerOf, unansweredFor, type AnswerSchema, type Model, type Prompts } from '@troupe/models';
import { z } from 'zod';
import { renderReport } from '../render-report.ts';
import { problemsOf } from './check-figures.ts';
import { introduce } from './template-writer.ts';
import type { ReportFacts, Writer } from './writer.ts';

/** What a model is asked with. */
export interface ModelWriterOptions {
  readonly model: Model;
  /** Those of this agent's folder. */
  readonly prompts: Prompts;
}

const PROMPT = 'write-report';
const LONGEST_TITLE = 120;
const LONGEST_TEXT = 1_500;

const shape = answerOf(
  'report',
  z.object({
    title: z.string().trim().min(1).max(LONGEST_TITLE).describe('One line, without citations'),
    introduction: z
      .string()
      .trim()
      .min(1)
      .max(LONGEST_TEXT)
      .describe('One to three paragraphs, with citations such as [1]'),
  }),
);

type Answer = z.infer<z.ZodType<{ title: string; introduction: string }>>;

/** Figures that are not in the facts are given back to the model, as what is wrong with its answer. */
const answerAbout = (facts: ReportFacts): AnswerSchema<Answer> => ({
  ...shape,
  parse: (json) => {
    const { data, problems } = shape.parse(json);
    if (problems !== undefined) return { problems };
    const wrong = problemsOf(`${data.title} ${data.introduction}`, facts);
    return wrong.length === 0 ? { data } : { problems: wrong.map((message) => ({ field: 'introduction', message })) };
  },
});

/** Has a language model write. Where it refuses, or its figures are never those of the facts, the template does. */
export const modelWriter = ({ model, prompts }: ModelWriterOptions): Writer => ({
  asks: model,
  write: async (facts, context) => {
    const template = introduce(facts);
    try {
      const prompt = prompts.render(PROMPT, { facts: renderReport(facts, template) });
      const { data, by, prompt: used } = await model.ask({ step: PROMPT, prompt, schema: answerAbout(facts) }, context);
      return { ...data, decidedBy: `${by} (${used})` };
    } catch (error) {
      if (unansweredFor(error) !== undefined) return template;
      throw error;
    }
  },
});
