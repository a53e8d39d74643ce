import type { Publisher } from '@troupe/messaging';
import type { Decider } from './decider.ts';

/** Decides without a store: what depends on the event alone comes out the same each time. */
export const createPureDecider = (publisher: Pick<Publisher, 'publish'>): Decider => ({
  decide: async ({ outcome }, conclude) => {
    const outputs = await conclude(undefined);
    return { outcome, deliver: () => (outputs.length === 0 ? Promise.resolve() : publisher.publish(outputs)) };
  },
});
