import type { Conclude } from '../delivery/decider.ts';
import type { Exhaustion } from './exhaustion.ts';
import { limitStore, type LimitStore } from './limit-store.ts';
import { createRecentMap } from './recent-map.ts';

/** Counts an event with its decision. */
export interface Counted {
  readonly conclude: Conclude;
  /** To be called when the decision is stored. */
  settle(): void;
}

/** How much one agent may still do about one conversation. */
export interface ConversationLimits extends Pick<LimitStore, 'claim'> {
  /** That the agent has handled as many events of this conversation as it may. */
  usedUp(conversationId: string): Exhaustion | undefined;
  /** Counts an event if and when `conclude` is run. */
  counting(conversationId: string, conclude: Conclude): Counted;
  /** Whether this process has not said yet that this is used up; it forgets in time. */
  isNews(conversationId: string, resource: Exhaustion['resource']): boolean;
  /** Remembers that it was said. */
  told(conversationId: string, resource: Exhaustion['resource']): void;
}

/** What is known of a conversation in memory. */
interface Known {
  /** As the database said last: what all instances have counted in it. */
  readonly stored: number;
  /** What this process has counted since. */
  readonly pending: number;
  readonly told: readonly string[];
}

const UNKNOWN: Known = { stored: 0, pending: 0, told: [] };

/** Only a conversation that has so many events of one agent costs a statement, and one for each so many. */
const BLOCK = 16;

/** Conversations that are remembered at least. */
const REMEMBERED = 20_000;

/**
 * Counts in memory, and for every sixteenth event of a conversation in the agent's own schema, with the decision of that
 * event. So it is exact while a conversation stays with one instance; each hand-over may forgive up to fifteen events. An
 * agent without a store counts in memory only, from 0 after each start.
 */
export const createConversationLimits = (
  eventsPerConversation: number,
  store: LimitStore = limitStore,
): ConversationLimits => {
  const conversations = createRecentMap<Known>(REMEMBERED);
  const knownOf = (id: string): Known => conversations.get(id) ?? UNKNOWN;
  const block = Math.min(BLOCK, eventsPerConversation);

  return {
    usedUp: (id) => {
      const { stored, pending } = knownOf(id);
      const spent = stored + pending;
      return spent >= eventsPerConversation ? { resource: 'events', limit: eventsPerConversation, spent } : undefined;
    },
    counting: (id, conclude) => {
      let after: Known | undefined;
      return {
        conclude: async (tx) => {
          const outputs = await conclude(tx);
          const known = knownOf(id);
          const pending = known.pending + 1;
          after =
            tx !== undefined && pending >= block
              ? { ...known, stored: await store.addEvents(tx, id, pending), pending: 0 }
              : { ...known, pending };
          return outputs;
        },
        settle: () => {
          if (after !== undefined) conversations.set(id, after);
        },
      };
    },
    isNews: (id, resource) => !knownOf(id).told.includes(resource),
    told: (id, resource) => {
      const known = knownOf(id);
      conversations.set(id, { ...known, told: [...known.told, resource] });
    },
    claim: (...what) => store.claim(...what),
  };
};
