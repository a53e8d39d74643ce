import { TroupeError } from '@troupe/contracts';
import type { Conversation } from '../conversations/conversation-reader.ts';
import { isUnreviewed } from './told.ts';

const OVER: ReadonlySet<Conversation['status']> = new Set(['delivered', 'abandoned']);

/**
 * Whether a review can be asked for: something waits for it, and the feature is not given up.
 * @throws TroupeError REQUEST_REFUSED saying why not
 */
export const checkUnreviewed = ({ conversationId, status, events }: Conversation): void => {
  if (OVER.has(status))
    throw new TroupeError('REQUEST_REFUSED', `${conversationId} is ${status}: nobody would hear of a review. Submit the feature again`); // prettier-ignore
  if (!isUnreviewed(events))
    throw new TroupeError('REQUEST_REFUSED', `nothing in ${conversationId} waits for a review that was unavailable`);
};
