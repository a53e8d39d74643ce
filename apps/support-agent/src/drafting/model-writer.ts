import { answerOf, unansweredFor, type AnswerSchema, type Model, type Prompts } from '@troupe/models';
import { z } from 'zod';
import { citedIn } from './citations.ts';
import { numbered, type ReplyWriter, type Sources } from './reply-writer.ts';

/** What a model is asked with, and who writes where it gives no answer. */
export interface ModelWriterOptions {
  readonly model: Model;
  /** Those of this agent's folder. */
  readonly prompts: Prompts;
  readonly otherwise: ReplyWriter;
}

const PROMPT = 'draft-reply';
const LONGEST_REPLY = 4_000;

/** A draft that rests on nothing, or on what there is not, is no answer: the model is told so. */
const answerAbout = (passages: number): AnswerSchema<{ reply: string | null }> => {
  const rests = (reply: string | null): boolean => {
    const cited = reply === null ? [] : citedIn(reply);
    return reply === null || (cited.length > 0 && cited.every((number) => number >= 1 && number <= passages));
  };
  const reply = z
    .string()
    .max(LONGEST_REPLY)
    .nullable()
    .refine(rests, `must name passages by their numbers, 1 to ${passages}, in brackets`)
    .describe('The draft, with the numbers of its passages in brackets; null when no passage answers the ticket');
  return answerOf('reply', z.object({ reply }));
};

const passagesText = ({ found }: Sources): string =>
  numbered(found)
    .map(({ number, heading, text }) => `[${number}] ${heading}\n${text}`)
    .join('\n\n');

/** Has a language model write, from the passages alone. Where it refuses, or gives no answer that can be used, they are quoted. */
export const modelWriter = ({ model, prompts, otherwise }: ModelWriterOptions): ReplyWriter => ({
  asks: model,
  write: async (sources, context) => {
    const { ticket, found } = sources;
    const prompt = prompts.render(PROMPT, { ticket, passages: passagesText(sources) });
    try {
      const asked = await model.ask({ step: PROMPT, prompt, schema: answerAbout(found.length) }, context);
      return { reply: asked.data.reply, writtenBy: `${asked.by} (${asked.prompt})` };
    } catch (error) {
      if (unansweredFor(error) === undefined) throw error;
      return otherwise.write(sources, context);
    }
  },
});
