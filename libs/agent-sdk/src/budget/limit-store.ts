import { sql, type Transaction } from 'kysely';
import { storable } from '../store/decision.ts';

/** What is kept of conversations that have used something up. */
export interface LimitStore {
  /** Whether nobody had said yet that this is used up; from now on somebody has, if the transaction is committed. */
  claim(tx: Transaction<object>, conversationId: string, resource: string, agent: string): Promise<boolean>;
}

/** In the schema that all agents share. */
export const limitStore: LimitStore = {
  claim: async (tx, conversationId, resource, agent) => {
    const { rows } = await sql`
      insert into budgets.exhausted (conversation_id, resource, agent)
      values (${storable(conversationId)}, ${resource}, ${agent})
      on conflict do nothing returning resource`.execute(tx);
    return rows.length > 0;
  },
};
