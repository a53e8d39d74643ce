import type { Database } from '@troupe/database';
import type { CoordinatorTables } from '@troupe/saga-coordinator';
import { sql } from 'kysely';
import { PAYLOAD } from '../../lib/bench-event.ts';
import { benchSaga } from '../troupe/bench.saga.ts';
import { Accepted } from '../troupe/events.ts';

/** Conversations that have begun, as rows that were never events. */
export interface OpenConversations {
  /** Adds as many as are missing, and lets the server look at its tables as it would from time to time. */
  growTo(size: number): Promise<void>;
  name(index: number): string;
  /** Another takes the place of the one of this number, which has ended. Returns its name. */
  rename(index: number): string;
}

const WITHIN_MS = 3_600_000;
const OPEN = benchSaga.steps.map(({ name }) => name);
const TRAIL = JSON.stringify({ lamport: 0, hops: 64, tenant: 'default' });

/** None at first. */
export const openConversations = (
  { unhurried }: Pick<Database<CoordinatorTables>, 'unhurried'>,
  partitions: number,
): OpenConversations => {
  let size = 0;
  const turns = new Map<number, number>();
  const name = (index: number): string => {
    const turn = turns.get(index);
    return turn === undefined ? `conversation-${index}` : `conversation-${index}-${turn}`;
  };
  const grow = (from: number, to: number): Promise<void> =>
    unhurried(async (db) => {
      const numbers = sql`generate_series(${from}::integer, ${to - 1}::integer) as n`;
      const now = Date.now();
      await sql`
        insert into sagas (saga, conversation_id, partition, version, status, facts, due_ms, started_ms, open_steps)
        select ${benchSaga.name}, 'conversation-' || n, n % ${partitions}, ${benchSaga.version}, 'running', 1,
          ${now + WITHIN_MS}::bigint, ${now}::bigint, ${OPEN}::text[] from ${numbers}`.execute(db);
      await sql`
        insert into saga_facts (saga, conversation_id, event_id, kind, type, appended_ms, time_ms, trail, data)
        select ${benchSaga.name}, 'conversation-' || n, 'start-' || n, 'event', ${Accepted.type}, ${now}::bigint,
          ${now}::bigint, ${TRAIL}::json, ${JSON.stringify(PAYLOAD)}::json from ${numbers}`.execute(db);
      await sql`
        insert into saga_timers (saga, conversation_id, partition, due_ms)
        select ${benchSaga.name}, 'conversation-' || n, n % ${partitions}, ${now + WITHIN_MS}::bigint
        from ${numbers}`.execute(db);
      await sql`
        insert into decisions (day, decider, input_id, conversation_id, partition, input_time_ms, outcome, outputs)
        select current_date, 'bench', 'start-' || n, 'conversation-' || n, n % ${partitions}, ${now}::bigint, 'decided',
          '[]' from ${numbers}`.execute(db);
      for (const table of ['sagas', 'saga_facts', 'saga_timers', 'decisions'])
        await sql`vacuum analyze ${sql.id(table)}`.execute(db);
      await sql`checkpoint`.execute(db);
    });
  return {
    growTo: async (to) => {
      if (to > size) await grow(size, to);
      size = Math.max(size, to);
    },
    name,
    rename: (index) => {
      turns.set(index, (turns.get(index) ?? 0) + 1);
      return name(index);
    },
  };
};
