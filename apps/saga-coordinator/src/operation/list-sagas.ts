import type { SagaOutcome, SagaStatus } from '@troupe/saga';
import { SAGA_STATUSES } from '@troupe/saga';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { CoordinatorTables } from '../engine/tables.ts';
import type { PageRequest, Place } from './filter.ts';

/** One instance in a list. */
export interface SagaSummary {
  readonly saga: string;
  readonly conversation: string;
  readonly version: string;
  readonly status: SagaStatus;
  readonly outcome: SagaOutcome | null;
  readonly key: string | null;
  readonly openSteps: readonly string[];
  readonly facts: number;
  /** When it started, by the log; before that, its first event. Milliseconds since 1970 UTC, as the others. */
  readonly startedMs: number;
  readonly changedMs: number;
  /** Its next deadline. */
  readonly dueMs: number | null;
}

/** A part of a list. */
export interface SagaPage {
  readonly sagas: readonly SagaSummary[];
  /** From where the next part goes on; undefined at the end. A page can be short, even empty, and not the last. */
  readonly next: Place | undefined;
}

/** Rows that are looked at for one page where the index does not know what is asked for. */
const MOST_SCANNED = 10_000;

type Sql = RawBuilder<unknown>;

const columns = sql`saga, conversation_id, version, status, outcome, business_key, open_steps, facts, started_ms,
  changed_at, due_ms`;

const allOf = (conditions: readonly Sql[]): Sql => sql.join(conditions, sql` and `);

/**
 * Ages as bounds of the index. The place from which to go on is one of them, too: by the pair alone, beside another bound,
 * Postgres would begin at that and walk up to the place.
 */
const boundsOf = ({ olderThan, youngerThan, after, order }: PageRequest, nowMs: number): readonly [number, number] => {
  const fromMs = youngerThan === undefined ? 0 : nowMs - youngerThan;
  const untilMs = olderThan === undefined ? Number.MAX_SAFE_INTEGER : nowMs - olderThan;
  if (after === undefined) return [fromMs, untilMs];
  return order === 'oldest'
    ? [Math.max(fromMs, after.startedMs), untilMs]
    : [fromMs, Math.min(untilMs, after.startedMs)];
};

const rangeOf = (request: PageRequest, nowMs: number): Sql => {
  const { after, order } = request;
  const [fromMs, untilMs] = boundsOf(request, nowMs);
  const beyond = sql.raw(order === 'oldest' ? '>' : '<');
  return allOf([
    sql`started_ms between ${fromMs} and ${untilMs}`,
    ...(after === undefined
      ? []
      : [
          sql`(started_ms, conversation_id) ${beyond}= (${after.startedMs}, ${after.conversation})`,
          sql`(started_ms, conversation_id, saga) ${beyond} (${after.startedMs}, ${after.conversation}, ${after.saga})`,
        ]),
  ]);
};

/** Rows by the narrowest index that what is asked for allows. */
const candidates = (request: PageRequest, nowMs: number, most: number): Sql => {
  const { key, conversation, status, order } = request;
  const range = rangeOf(request, nowMs);
  const direction = sql.raw(order === 'oldest' ? 'asc' : 'desc');
  const sorted = sql`order by started_ms ${direction}, conversation_id ${direction} limit ${most}`;
  if (conversation !== undefined)
    return sql`select c.* from names cross join lateral (
      select ${columns} from sagas where saga = names.saga and conversation_id = ${conversation} and ${range}) as c`;
  if (key !== undefined) return sql`select ${columns} from sagas where business_key = ${key} and ${range} ${sorted}`;
  const statuses = status === undefined ? SAGA_STATUSES : [status];
  return sql`
    select c.* from names cross join unnest(${statuses}::text[]) as each (status) cross join lateral (
      select ${columns} from sagas where saga = names.saga and status = each.status and ${range} ${sorted}) as c`;
};

/** What no index knows. */
const remainder = ({ saga, status, step }: PageRequest): Sql =>
  allOf([
    sql`true`,
    ...(saga === undefined ? [] : [sql`saga = ${saga}`]),
    ...(status === undefined ? [] : [sql`status = ${status}`]),
    ...(step === undefined ? [] : [sql`${step} = any(open_steps)`]),
  ]);

const namesOf = ({ saga }: PageRequest): Sql =>
  saga === undefined
    ? sql`select min(saga) as saga from sagas union all
        select (select min(s.saga) from sagas s where s.saga > names.saga) from names where names.saga is not null`
    : sql`select ${saga}::text as saga`;

interface Found {
  readonly page: readonly SagaSummary[] | null;
  readonly scanned: number;
  readonly last: readonly [number, string, string] | null;
}

const placeOf = ({ startedMs, conversation, saga }: Place): Place => ({ startedMs, conversation, saga });

const nextOf = ({ page, scanned, last }: Found, limit: number, most: number): Place | undefined => {
  const shown = page?.at(-1);
  if (shown !== undefined && page?.length === limit) return placeOf(shown);
  if (scanned < most || last === null) return undefined;
  const [startedMs, conversation, saga] = last;
  return { startedMs, conversation, saga };
};

/**
 * A page of instances, by index however many there are: of each saga and status the next few, and of these the first. Where a
 * step is asked for, or a key together with something else, at most 10,000 rows are looked at for one page. `nowMs` is what
 * ages are measured by.
 */
export const listSagas = async (
  db: Kysely<CoordinatorTables>,
  request: PageRequest,
  nowMs: number,
): Promise<SagaPage> => {
  const { limit, step, key, order } = request;
  const most = step === undefined && key === undefined ? limit : MOST_SCANNED;
  const direction = sql.raw(order === 'oldest' ? 'asc' : 'desc');
  const opposite = sql.raw(order === 'oldest' ? 'desc' : 'asc');
  const { rows } = await sql<Found>`
    with recursive names as (${namesOf(request)}), scanned as materialized (
      select * from (${candidates(request, nowMs, most)}) as c
      order by started_ms ${direction}, conversation_id ${direction}, saga ${direction} limit ${most}
    )
    select (select json_agg(shown) from (
        select saga, conversation_id as conversation, version, status, outcome, business_key as key,
          open_steps as "openSteps", facts, started_ms as "startedMs",
          (extract(epoch from changed_at) * 1000)::bigint as "changedMs", due_ms as "dueMs"
        from scanned where ${remainder(request)}
        order by started_ms ${direction}, conversation_id ${direction}, saga ${direction} limit ${limit}) as shown) as page,
      (select count(*) from scanned)::integer as scanned,
      (select json_build_array(started_ms, conversation_id, saga) from scanned
        order by started_ms ${opposite}, conversation_id ${opposite}, saga ${opposite} limit 1) as last`.execute(db);
  const found = rows[0] ?? { page: null, scanned: 0, last: null };
  return { sagas: found.page ?? [], next: nextOf(found, limit, most) };
};
