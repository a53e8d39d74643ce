/** What is asked for at the edge, and of which conversations: each begins one, or goes on with one that another began. */
export const OPERATIONS = {
  order: { begins: true },
  cancellation: { begins: false, follows: 'order' },
  feature: { begins: true },
  'spec-answer': { begins: false, follows: 'feature' },
} as const;

/** What a request asked for. */
export type Operation = keyof typeof OPERATIONS;

/** What a request asked for that began a conversation. */
export type Beginning = {
  [Each in Operation]: (typeof OPERATIONS)[Each]['begins'] extends true ? Each : never;
}[Operation];

/** What must have begun the conversation that an operation goes on with; undefined for one that begins its own. */
export const followedBy = (operation: Operation): Beginning | undefined => {
  const described = OPERATIONS[operation];
  return described.begins ? undefined : described.follows;
};

/** Every operation that begins a conversation. */
export const BEGINNINGS: readonly Beginning[] = ['order', 'feature'];
