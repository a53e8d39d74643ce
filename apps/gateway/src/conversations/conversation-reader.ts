import { TroupeError } from '@troupe/contracts';
import type { LedgerEvent, LedgerReader } from '@troupe/ledger-reader';
import { stateOf, type ConversationState } from './conversation-state.ts';

/** A conversation and a page of its events. */
export interface Conversation extends ConversationState {
  readonly conversationId: string;
  readonly events: readonly LedgerEvent[];
  /** Ask for what comes after this position; null when there is no more yet. */
  readonly nextAfter: number | null;
}

/** Which events of a conversation. */
export interface Page {
  /** Those after this position. */
  readonly after: number;
  readonly limit: number;
}

/** Tells what became of conversations. */
export interface ConversationReader {
  /**
   * Undefined for a conversation that neither the ledger nor this gateway knows.
   * @throws TroupeError DATABASE_UNAVAILABLE also while no ledger is running: what is known would be out of date
   */
  read(tenant: string, conversationId: string, page: Page): Promise<Conversation | undefined>;
  /** Whether the conversation is there. @throws TroupeError DATABASE_UNAVAILABLE as `read` */
  exists(tenant: string, conversationId: string): Promise<boolean>;
}

/** What a reader is made of. */
export interface ConversationReaderOptions {
  readonly ledger: Pick<LedgerReader, 'events' | 'alive'>;
  /** Whether a conversation was begun here, though the ledger may not have seen it yet. */
  readonly knows: (tenant: string, conversationId: string) => Promise<boolean>;
}

/** A conversation is short; this is where one that is not ends being counted. */
const PAGE = 500;
const MOST_PAGES = 20;

/** Reads conversations from the ledger. */
export const createConversationReader = ({ ledger, knows }: ConversationReaderOptions): ConversationReader => {
  const requireLedger = async (): Promise<void> => {
    if (!(await ledger.alive()))
      throw new TroupeError('DATABASE_UNAVAILABLE', 'No ledger is running: what it has written may be out of date');
  };
  return {
    read: async (tenant, conversationId, { after, limit }) => {
      await requireLedger();
      const all = await readAll(ledger, conversationId);
      if (all.length === 0 && !(await knows(tenant, conversationId))) return undefined;
      const later = all.filter(({ position }) => position > after);
      const events = later.slice(0, limit);
      const nextAfter = later.length > limit ? (events.at(-1)?.position ?? null) : null;
      return { conversationId, ...stateOf(all), events, nextAfter };
    },
    exists: async (tenant, conversationId) => {
      await requireLedger();
      const [first] = await ledger.events(conversationId, { after: 0, limit: 1 });
      return first !== undefined || (await knows(tenant, conversationId));
    },
  };
};

/** Every event: the state is that of the whole, whichever page is asked for. */
const readAll = async (
  ledger: Pick<LedgerReader, 'events'>,
  conversationId: string,
): Promise<readonly LedgerEvent[]> => {
  const all: LedgerEvent[] = [];
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await ledger.events(conversationId, { after: all.at(-1)?.position ?? 0, limit: PAGE });
    all.push(...page);
    if (page.length < PAGE) break;
  }
  return all;
};
