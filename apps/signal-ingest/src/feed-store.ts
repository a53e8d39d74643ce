import type { Decision, DecisionStore, StoredDecision } from '@troupe/agent-sdk';
import type { Kysely, Transaction } from 'kysely';
import type { IngestTables } from './tables.ts';

/** From where to where a source is read with a decision. */
export interface Step {
  readonly source: string;
  /** As it is stored; undefined for a source that was never read. */
  readonly from: string | undefined;
  readonly to: string;
  readonly decision: Decision;
}

/** Keeps how far sources are read together with what is to be published of them. */
export interface FeedStore {
  /** How far a source was read; undefined for one that never was. */
  positionOf(source: string): Promise<string | undefined>;
  /**
   * Moves a source on and stores the decision, in one transaction. Undefined when somebody else has moved it meanwhile: then nothing is
   * stored.
   */
  advance(step: Step): Promise<readonly StoredDecision[] | undefined>;
}

const moveOn = async (tx: Transaction<IngestTables>, { source, from, to }: Step): Promise<boolean> => {
  if (from === undefined) {
    const inserted = await tx
      .insertInto('feeds')
      .values({ source, position: to })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return inserted.numInsertedOrUpdatedRows === 1n;
  }
  const updated = await tx
    .updateTable('feeds')
    .set({ position: to })
    .where('source', '=', source)
    .where('position', '=', from)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
};

/** A store in the service's own schema. */
export const createFeedStore = (db: Kysely<IngestTables>, decisions: Pick<DecisionStore, 'insert'>): FeedStore => ({
  positionOf: async (source) => {
    const row = await db.selectFrom('feeds').select('position').where('source', '=', source).executeTakeFirst();
    return row?.position;
  },
  advance: (step) =>
    db
      .transaction()
      .execute(async (tx) => ((await moveOn(tx, step)) ? decisions.insert(tx, [step.decision]) : undefined)),
});
