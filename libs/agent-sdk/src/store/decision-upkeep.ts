import { sql, type Kysely } from 'kysely';
import { maintainDays, type DayTable } from './day-partitions.ts';
import type { Upkeep } from './decision-store.ts';

/** A decision that has yet to be published is kept however old it is. */
const DECISIONS: DayTable = {
  name: 'decisions',
  writtenAt: 'decided_at',
  needed: {
    day: (day) => sql`exists (select 1 from undelivered where day = ${day}::date)`,
    row: sql`exists (select 1 from undelivered u where u.partition = old.partition and u.position = old.position)`,
  },
};

/** Makes room for the days around now and forgets decisions that are older than is kept and delivered. */
export const maintainDecisions = <Tables>(db: Kysely<Tables>, upkeep: Upkeep): Promise<void> =>
  maintainDays(db, DECISIONS, upkeep);
