import { sql, type Transaction } from 'kysely';
import { storable } from '../store/decision.ts';

/** What is kept of conversations that do much. */
export interface LimitStore {
  /** Adds to the events that the agent has handled of a conversation. Resolves to the sum. */
  addEvents(tx: Transaction<object>, conversationId: string, events: number): Promise<number>;
  /** Whether nobody had said yet that this is used up; from now on somebody has, if the transaction is committed. */
  claim(tx: Transaction<object>, conversationId: string, resource: string, agent: string): Promise<boolean>;
}

/** In the agent's own schema, and in the one that all agents share. */
export const limitStore: LimitStore = {
  addEvents: async (tx, conversationId, events) => {
    const { rows } = await sql<{ events: number }>`
      insert into busy_conversations as known (conversation_id, events)
      values (${storable(conversationId)}, ${events})
      on conflict (conversation_id) do update set events = known.events + excluded.events, counted_at = now()
      returning events`.execute(tx);
    return rows[0]?.events ?? events;
  },
  claim: async (tx, conversationId, resource, agent) => {
    const { rows } = await sql`
      insert into budgets.exhausted (conversation_id, resource, agent)
      values (${storable(conversationId)}, ${resource}, ${agent})
      on conflict do nothing returning resource`.execute(tx);
    return rows.length > 0;
  },
};
