import { TroupeError } from '@troupe/contracts';
import type { Kysely, Transaction } from 'kysely';
import type { TriageTables } from './tables.ts';

/** A change of the threshold, as it is kept for good. */
export interface ThresholdChange {
  readonly threshold: number;
  readonly before: number;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
}

/** What somebody wants changed. */
export type WantedThreshold = Pick<ThresholdChange, 'threshold' | 'by' | 'reason'>;

const MOST_CHANGES = 20;

/**
 * The score under which a ticket is critical, read anew for every decision: a change counts from the next ticket on.
 * @throws TroupeError CONFIG_INVALID when somebody has emptied `triage_settings`
 */
export const readThreshold = async (db: Kysely<TriageTables>): Promise<number> => {
  const row = await db.selectFrom('triage_settings').select('critical_under').executeTakeFirst();
  if (row === undefined)
    throw new TroupeError('CONFIG_INVALID', 'triage_settings has no row: insert the score (critical_under) under which tickets are critical'); // prettier-ignore
  return row.critical_under;
};

/** Changes it, and keeps who did so and why. The row is locked, so that what is kept as before was in force until now. */
export const changeThreshold = async (
  tx: Transaction<TriageTables>,
  { threshold, by, reason }: WantedThreshold,
): Promise<void> => {
  const { critical_under: before } = await tx
    .selectFrom('triage_settings')
    .select('critical_under')
    .forUpdate()
    .executeTakeFirstOrThrow();
  await tx.updateTable('triage_settings').set({ critical_under: threshold }).execute();
  await tx
    .insertInto('triage_settings_log')
    .values({ critical_under: threshold, before, changed_by: by, reason })
    .execute();
};

/** The latest changes, the newest first. */
export const readChanges = async (db: Kysely<TriageTables>): Promise<readonly ThresholdChange[]> => {
  const rows = await db
    .selectFrom('triage_settings_log')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(MOST_CHANGES)
    .execute();
  return rows.map(({ critical_under: threshold, before, changed_by: by, reason, changed_at: at }) => ({ threshold, before, by, reason, at })); // prettier-ignore
};
