import { answerOf, unansweredFor, type Model, type Prompts } from '@troupe/models';
import { TOPICS, URGENCIES } from '@troupe/triage';
import { z } from 'zod';
import { textOf, type TicketJudge } from './ticket-judge.ts';

/** What a model is asked with, and who judges where it gives no answer. */
export interface ModelJudgeOptions {
  readonly model: Model;
  /** Those of this agent's folder. */
  readonly prompts: Prompts;
  readonly otherwise: TicketJudge;
}

const PROMPT = 'judge-ticket';
const MOST_REASONS = 5;
const LONGEST_REASON = 200;

const answer = answerOf(
  'judgement',
  z.object({
    negative: z.number().min(0).max(1).describe('Probability that the customer is dissatisfied'),
    urgency: z.enum(URGENCIES),
    topic: z.enum(TOPICS),
    reasons: z.array(z.string()).describe('Words of the ticket that decide, the most telling first'),
  }),
);

/** Only what stands in the ticket is a reason: a model may make up the rest. */
const quotesIn = (text: string, reasons: readonly string[]) =>
  reasons
    .filter((reason) => reason !== '' && text.includes(reason))
    .slice(0, MOST_REASONS)
    .map((reason) => ({ cue: 'quote', text: reason.slice(0, LONGEST_REASON), weight: 0 }));

/** Has a language model judge. Where it refuses, or gives no answer that can be used, words decide. */
export const modelJudge = ({ model, prompts, otherwise }: ModelJudgeOptions): TicketJudge => ({
  asks: model,
  judge: async (ticket, context) => {
    const text = textOf(ticket);
    try {
      const prompt = prompts.render(PROMPT, { ticket: text });
      const { data, by, prompt: used } = await model.ask({ step: PROMPT, prompt, schema: answer }, context);
      const { negative, urgency, topic, reasons } = data;
      const decidedBy = `${by} (${used})`;
      return { negative, calibration: 'ESTIMATED', urgency, topic, reasons: quotesIn(text, reasons), decidedBy };
    } catch (error) {
      if (unansweredFor(error) !== undefined) return otherwise.judge(ticket, context);
      throw error;
    }
  },
});
