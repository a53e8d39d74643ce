import { memoryOn, type Dependency, type MemoryDatabase } from '@troupe/agent-sdk';
import { storedFeature, type StoredFeature } from './feature-store.ts';
import type { PmTables } from './tables.ts';

/** What is kept of features, for what is done before the decision. */
export interface FeatureMemory {
  /** Undefined while the conversation has no feature. */
  recall(conversationId: string): Promise<StoredFeature | undefined>;
}

/** Reads what is kept. */
export const featureMemory = (database: MemoryDatabase<PmTables>): FeatureMemory & Dependency =>
  memoryOn(database, (db) => ({
    recall: async (conversationId: string) => {
      const row = await db
        .selectFrom('features')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      return row && storedFeature(row);
    },
  }));
