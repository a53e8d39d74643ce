import type { Timing } from '@troupe/contracts';
import { sql, type Kysely } from 'kysely';
import { createBatcher } from '../batcher.ts';
import { whileThere } from '../join/while-there.ts';
import { dayOf } from './decision-row.ts';
import { storable, type DecisionSubject } from './decision.ts';

/** What the store knows about an event before anything is done for it. */
export interface Precedent {
  /** Whether it is decided already. */
  readonly isDecided: boolean;
  /** How many events of its conversation this agent has decided, over all its instances. */
  readonly events: number;
}

/** What is looked up. */
type Sought = Pick<DecisionSubject, 'inputId' | 'inputTimeMs' | 'conversationId'>;

/** Looks before anything is paid for. */
export interface Precedents {
  /** @throws TroupeError DATABASE_UNAVAILABLE */
  of(sought: Sought): Promise<Precedent>;
}

/** Where precedents are looked up. */
export interface PrecedentsOptions<Tables> {
  /** The agent's own schema. */
  readonly db: Kysely<Tables>;
  /** Whose decisions. */
  readonly decider: string;
  /** Default: the turns of the process. */
  readonly timing?: Pick<Timing, 'turn'>;
}

const MAX_BATCH = 256;

/** `limit 1` keeps Postgres from joining whole tables with the few rows that are meant. */
const read = async <Tables>(
  { db, decider }: PrecedentsOptions<Tables>,
  sought: readonly Sought[],
): Promise<readonly Precedent[]> => {
  const { rows } = await sql<Precedent>`
    select own.input_id is not null as "isDecided", coalesce(busy.events, 0) as events
    from unnest(
      ${sought.map(({ inputTimeMs }) => dayOf(inputTimeMs))}::date[],
      ${sought.map(({ inputId }) => storable(inputId))}::text[],
      ${sought.map(({ conversationId }) => storable(conversationId))}::text[]
    ) with ordinality as key (day, input_id, conversation_id, nth)
    left join lateral (
      select d.input_id from decisions d
      where d.day = key.day and d.decider = ${decider} and d.input_id = key.input_id limit 1
    ) as own on true
    left join lateral (
      select b.events from busy_conversations b where b.conversation_id = key.conversation_id limit 1
    ) as busy on true
    order by key.nth`.execute(db);
  return rows;
};

/** One statement for all that is asked in one turn, or while another runs. */
export const createPrecedents = <Tables>(options: PrecedentsOptions<Tables>): Precedents => {
  const { timing } = options;
  const batcher = createBatcher<Sought, Precedent>({
    maxItems: MAX_BATCH,
    run: (sought) => whileThere(() => read(options, sought)),
    ...(timing && { timing }),
  });
  return { of: (sought) => batcher.submit(sought) };
};
