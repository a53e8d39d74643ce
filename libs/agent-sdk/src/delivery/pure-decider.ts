import type { Publisher } from '@troupe/messaging';
import type { Decider } from './decider.ts';

/** Decides without a store: what depends on the event alone comes out the same each time. */
export const createPureDecider = (agent: string, publisher: Pick<Publisher, 'publish'>): Decider => ({
  decide: async (request, conclude) => ({ ...request, decider: agent, outputs: await conclude(undefined) }),
  deliver: ({ outputs }) => (outputs.length === 0 ? Promise.resolve() : publisher.publish(outputs)),
});
