import { topicOf, type Topic } from './sorting/topic.ts';
import { urgencyOf, type Urgency } from './sorting/urgency.ts';
import { readTicket } from './text/read-ticket.ts';

/** Where a ticket belongs. */
export interface Sorted {
  readonly urgency: Urgency;
  /** `other` where nothing says. */
  readonly topic: Topic;
}

/** Says how soon somebody has to look at a ticket, and what it is about, by its words and how likely it is negative. */
export const sortTicket = (text: string, negative: number): Sorted => {
  const tokens = readTicket(text);
  return { urgency: urgencyOf(tokens, negative), topic: topicOf(tokens) };
};
