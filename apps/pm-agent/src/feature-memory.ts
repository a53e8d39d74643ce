import type { Dependency } from '@troupe/agent-sdk';
import type { Database } from '@troupe/database';
import { storedFeature, type StoredFeature } from './feature-store.ts';
import type { PmTables } from './tables.ts';

/** What is kept of features, for what is done before the decision. */
export interface FeatureMemory {
  /** Undefined while the conversation has no feature. */
  recall(conversationId: string): Promise<StoredFeature | undefined>;
}

/** Reads on connections of its own: before the decision there is no transaction to read on. */
export const featureMemory = ({ db, close }: Pick<Database<PmTables>, 'db' | 'close'>): FeatureMemory & Dependency => ({
  name: 'memory',
  // Whether the database is there is seen by the service itself.
  available: () => true,
  observe: () => undefined,
  close,
  recall: async (conversationId) => {
    const row = await db
      .selectFrom('features')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .executeTakeFirst();
    return row && storedFeature(row);
  },
});
