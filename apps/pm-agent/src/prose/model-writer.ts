import { unansweredFor, type Model, type Prompts } from '@troupe/models';
import { readFeature } from '../reading/read-feature.ts';
import type { FeatureWriter, Wish, WrittenFeature } from './feature-writer.ts';
import { readingBy, type AnswerReading } from './feature-answer.ts';

/** What a model is asked with. */
export interface ModelWriterOptions {
  readonly model: Model;
  /** Those of this agent's folder. */
  readonly prompts: Prompts;
}

const PROMPT = 'write-feature';

const answeredText = ({ answered }: Wish): string =>
  answered.length === 0
    ? 'Nothing yet.'
    : answered.map(({ question, answer }) => `Asked: ${question}\nAnswered: ${answer}`).join('\n\n');

const readingOf = ({ title, answers }: Wish): AnswerReading =>
  readingBy((feature) => {
    const read = readFeature({ title, feature, answers: new Map(Object.entries(answers)) });
    return read.outcome === 'rejected' ? read.questions : [];
  });

/** What is left when the model has answered as often as it may: its last feature, with what is asked about it. */
const leftOver = (error: unknown, { last }: AnswerReading, by: string): WrittenFeature => {
  const why = unansweredFor(error);
  if (why === undefined) throw error;
  const feature = last();
  return feature === undefined ? { kind: 'failed', why, by } : { kind: 'written', feature, by };
};

/** Has a language model write features. What it writes goes through the reader, whose questions it is told twice. */
export const modelWriter = ({ model, prompts }: ModelWriterOptions): FeatureWriter => ({
  asks: model,
  write: async (wish, context) => {
    const { title, prose } = wish;
    const prompt = prompts.render(PROMPT, { title, prose, answers: answeredText(wish) });
    const reading = readingOf(wish);
    try {
      const answer = await model.ask({ step: PROMPT, prompt, schema: reading.schema }, context);
      const by = `${answer.by} (${answer.prompt})`;
      const { feature, questions } = answer.data;
      return feature === null ? { kind: 'unclear', questions, by } : { kind: 'written', feature, by };
    } catch (error) {
      return leftOver(error, reading, `${model.first} (${prompt.id})`);
    }
  },
});
