import type { LedgerEvent } from '@troupe/ledger-reader';
import { z } from 'zod';
import type { Refusal } from '../identity/refusals.ts';

/** What somebody who is connected says: everything that has to last is a request of its own. */
export type ClientFrame = z.infer<typeof FRAME>;

const FRAME = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('follow'),
    conversationId: z.string().regex(/^[\w.:-]{1,200}$/),
    /** The position of the last event that the client has; 0 for none. */
    after: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  }),
  z.strictObject({ type: z.literal('unfollow') }),
  z.strictObject({ type: z.literal('typing') }),
]);

/** Who does something at this moment. */
export interface Doing {
  readonly who: string;
  readonly side: 'operator' | 'customer';
  /** Whether they do it: who goes says so once, who is lost is not heard of again. */
  readonly now: boolean;
}

/** What somebody who is connected is told. */
export type ServerFrame =
  | { readonly type: 'event'; readonly conversationId: string; readonly event: LedgerEvent }
  | { readonly type: 'typing' | 'presence'; readonly conversationId: string; readonly doing: Doing }
  /** Something of the desk is not as it was: ask for it again. */
  | { readonly type: 'desk' }
  | { readonly type: 'refused'; readonly code: Refusal };

/** Reads a frame; undefined for what is none. */
export const readFrame = (text: string): ClientFrame | undefined => {
  try {
    return FRAME.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
};

/** Longer than any frame of a client, in bytes. */
export const LARGEST_FRAME = 1_024;
