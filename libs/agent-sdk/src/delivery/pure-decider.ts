import type { Publisher } from '@troupe/messaging';
import type { Decider } from './decider.ts';

/**
 * Decides without a store: what depends on the event alone comes out the same each time. What goes to `deadTopic` says
 * that the rest is written, so it is written last: there is nothing to publish it from again.
 */
export const createPureDecider = (publisher: Pick<Publisher, 'publish'>, deadTopic: string): Decider => ({
  decide: async ({ outcome }, conclude) => {
    const outputs = await conclude(undefined);
    const last = outputs.filter(({ topic }) => topic === deadTopic);
    const first = outputs.filter(({ topic }) => topic !== deadTopic);
    return {
      outcome,
      deliver: async () => {
        for (const records of [first, last]) if (records.length > 0) await publisher.publish(records);
      },
    };
  },
});
