import type { Transaction } from 'kysely';
import type { Exhaustion } from './exhaustion.ts';
import { limitStore, type LimitStore } from './limit-store.ts';
import { createRecentMap } from './recent-map.ts';

/** How much one agent may still do about one conversation. */
export interface ConversationLimits {
  readonly eventsPerConversation: number;
  /** That the agent has handled as many events of this conversation as it may, as far as is known here. */
  usedUp(conversationId: string): Exhaustion | undefined;
  /** Remembers how many events of a conversation are decided: as the store counts, or one more than before. */
  decided(conversationId: string, events?: number): void;
  /** Whether this process has not said yet that this is used up; it forgets in time. */
  isNews(conversationId: string, resource: Exhaustion['resource']): boolean;
  /** Remembers that it was said. */
  told(conversationId: string, resource: Exhaustion['resource']): void;
  /** Whether it is for this agent to say that something is used up: see `LimitStore`. Without a store it always is. */
  claim(
    tx: Transaction<object> | undefined,
    conversationId: string,
    resource: Exhaustion['resource'],
    agent: string,
  ): Promise<boolean>;
}

/** What limits are made of. */
export interface LimitsOptions {
  readonly eventsPerConversation: number;
  /** Default: the tables of all agents. */
  readonly store?: LimitStore;
  /** Told what this agent is the first to find used up. */
  readonly exhausted?: (resource: Exhaustion['resource']) => void;
}

/** What is known of a conversation in memory. */
interface Known {
  readonly events: number | undefined;
  readonly told: readonly string[];
}

const UNKNOWN: Known = { events: undefined, told: [] };

/** Conversations that are remembered at least. */
const REMEMBERED = 20_000;

/**
 * A store counts with each decision and refuses one too many, whichever instance it comes from: see `countsUpTo`. What is
 * remembered here only saves work. An agent without a store has nothing else: it counts in memory, from 0 after each start.
 */
export const createConversationLimits = (options: LimitsOptions): ConversationLimits => {
  const { eventsPerConversation: limit, store = limitStore, exhausted } = options;
  const conversations = createRecentMap<Known>(REMEMBERED);
  const knownOf = (id: string): Known => conversations.get(id) ?? UNKNOWN;
  const remember = (id: string, more: Partial<Known>): void => conversations.set(id, { ...knownOf(id), ...more });

  return {
    eventsPerConversation: limit,
    usedUp: (id) => {
      const { events: spent = 0 } = knownOf(id);
      return spent >= limit ? { resource: 'events', limit, spent } : undefined;
    },
    decided: (id, events = (knownOf(id).events ?? 0) + 1) => remember(id, { events }),
    isNews: (id, resource) => !knownOf(id).told.includes(resource),
    told: (id, resource) => remember(id, { told: [...new Set([...knownOf(id).told, resource])] }),
    claim: async (tx, id, resource, agent) => {
      const isFirst = tx === undefined || (await store.claim(tx, id, resource, agent));
      if (isFirst) exhausted?.(resource);
      return isFirst;
    },
  };
};
