/** What may begin a conversation at the edge. */
export const BEGINNINGS = ['order', 'feature', 'ticket'] as const;

/** What a request asked for that began a conversation. */
export type Beginning = (typeof BEGINNINGS)[number];

/** What goes on with a conversation, and what has to have begun that. */
const FOLLOWS = {
  cancellation: 'order',
  'spec-answer': 'feature',
  review: 'feature',
  take: 'ticket',
  return: 'ticket',
  reply: 'ticket',
  close: 'ticket',
  message: 'ticket',
} as const satisfies Readonly<Record<string, Beginning>>;

type Following = keyof typeof FOLLOWS;

/** What a request asked for. */
export type Operation = Beginning | Following;

const isFollowing = (operation: Operation): operation is Following => operation in FOLLOWS;

/** What must have begun the conversation that an operation goes on with; undefined for one that begins its own. */
export const followedBy = (operation: Operation): Beginning | undefined =>
  isFollowing(operation) ? FOLLOWS[operation] : undefined;
