import type { LedgerEvent, LedgerListener, LedgerReader } from '@troupe/ledger-reader';
import { createBell } from './bell.ts';
import { isResolution } from './conversation-state.ts';

/** What is followed, from where and until when. */
export interface Followed {
  readonly conversationId: string;
  /** The position of the last event that the client has. */
  readonly after: number;
  /** Whether it ends after the event that resolves the conversation. Otherwise it goes on until the client leaves. */
  readonly untilResolved: boolean;
}

/** What following needs of the world. */
export interface Following {
  readonly ledger: Pick<LedgerReader, 'events'>;
  readonly listener: Pick<LedgerListener, 'watch'>;
  /** Sends an event; resolves when the client can take more. */
  readonly send: (event: LedgerEvent) => Promise<void>;
  readonly signal: AbortSignal;
  /** Told why events could not be read; they are read again when something stirs, in a second at the latest. */
  readonly onFailure: (error: unknown) => void;
}

const PAGE = 100;

/** Sends the events of a conversation as they come, in order, each once. Resolves at the end or when the signal aborts. */
export const follow = async (followed: Followed, following: Following): Promise<void> => {
  const { conversationId, after, untilResolved } = followed;
  const { listener, signal, send } = following;
  const bell = createBell();
  const leave = listener.watch(conversationId, bell.ring);
  signal.addEventListener('abort', bell.ring, { once: true });
  try {
    // A conversation may have been resolved before the place from which its client resumes.
    let position = untilResolved ? 0 : after;
    while (!signal.aborted) {
      const events = await readNext(conversationId, position, following);
      for (const event of events) {
        position = event.position;
        if (event.position > after) await send(event);
        if (untilResolved && isResolution(event.type)) return;
      }
      if (events.length < PAGE) await bell.rung();
    }
  } finally {
    leave();
    signal.removeEventListener('abort', bell.ring);
  }
};

/** Nothing while the database is away: the client keeps its connection, and misses nothing. */
const readNext = async (
  conversationId: string,
  after: number,
  { ledger, onFailure }: Following,
): Promise<readonly LedgerEvent[]> => {
  try {
    return await ledger.events(conversationId, { after, limit: PAGE });
  } catch (error) {
    onFailure(error);
    return [];
  }
};
