/** What can be taken out of the world, to see that somebody notices. */
export const MUTATIONS = ['inbox', 'outbox', 'epoch', 'watermark'] as const;

/**
 * One of them: decisions are not looked up · their outputs are not kept · what was owned once is committed for ever · what
 * was read is committed, done or not.
 */
export type Mutation = (typeof MUTATIONS)[number];
