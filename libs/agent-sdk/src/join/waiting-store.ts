import type { IncomingRecord } from '@troupe/messaging';
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { Pair, Side } from './pairing.ts';
import type { JoinTables, WaitingEvents } from './waiting-table.ts';

/** A pair as it is stored. */
export type PairRow = Selectable<WaitingEvents>;

/** The conversation of one join. */
export interface PairsOf {
  readonly join: string;
  readonly conversationId: string;
}

/** An event to be kept until its partner comes. */
export interface Keep extends PairsOf {
  readonly side: Side;
  readonly eventId: string;
  readonly dueMs: number;
  readonly record: IncomingRecord;
}

const openFor = (db: Kysely<JoinTables>, { join, conversationId }: PairsOf, side: Side) =>
  db
    .selectFrom('waiting_events')
    .selectAll()
    .where('join_name', '=', join)
    .where('conversation_id', '=', conversationId)
    .where(`${side}_id`, 'is', null)
    .orderBy('nth')
    .limit(1);

/** The pair that the next event of this side belongs to, if its partner came first. */
export const findPair = (db: Kysely<JoinTables>, pairs: PairsOf, side: Side): Promise<PairRow | undefined> =>
  openFor(db, pairs, side).executeTakeFirst();

/** The same, locked until the transaction ends. */
export const lockPair = (tx: Transaction<JoinTables>, pairs: PairsOf, side: Side): Promise<PairRow | undefined> =>
  openFor(tx, pairs, side).forUpdate().executeTakeFirst();

/** A certain pair, locked until the transaction ends. */
export const lockNth = (tx: Transaction<JoinTables>, pairs: PairsOf, nth: number): Promise<PairRow | undefined> =>
  tx
    .selectFrom('waiting_events')
    .selectAll()
    .where('join_name', '=', pairs.join)
    .where('conversation_id', '=', pairs.conversationId)
    .where('nth', '=', nth)
    .forUpdate()
    .executeTakeFirst();

/** Keeps the first event of a new pair. False when another instance was quicker: the transaction shall be given up. */
export const keepEvent = async (tx: Transaction<JoinTables>, keep: Keep): Promise<boolean> => {
  const { join, conversationId, side, eventId, dueMs, record } = keep;
  const { rows } = await sql`
    insert into waiting_events
      (join_name, conversation_id, nth, partition, state, ${sql.ref(`${side}_id`)}, appended_ms, due_ms,
       record_offset, record_key, record_value, record_headers)
    select ${join}, ${conversationId}, coalesce(max(nth), 0) + 1, ${record.partition}::integer, 'waiting', ${eventId},
      ${record.appendedMs}::bigint, ${dueMs}::bigint, ${record.offset.toString()}::bigint, ${record.key},
      ${record.value}::bytea, ${JSON.stringify(record.headers)}::json
    from waiting_events where join_name = ${join} and conversation_id = ${conversationId}
    on conflict do nothing returning nth`.execute(tx);
  return rows.length === 1;
};

/** Closes a pair and drops the bytes that waited; `late` names the side and the event that came last, if one did. */
export const closePair = async (
  tx: Transaction<JoinTables>,
  row: PairRow,
  state: 'met' | 'lapsed',
  late?: { readonly side: Side; readonly eventId: string },
): Promise<void> => {
  await tx
    .updateTable('waiting_events')
    .set({ state, record_value: null, record_headers: null, changed_at: sql`now()` })
    .$if(late !== undefined, (update) =>
      update.set(late?.side === 'first' ? { first_id: late.eventId } : { second_id: late?.eventId ?? null }),
    )
    .where('join_name', '=', row.join_name)
    .where('conversation_id', '=', row.conversation_id)
    .where('nth', '=', row.nth)
    .execute();
};

/** Pairs of these partitions, but of no conversation in `except`, whose time was up before `nowMs`, longest overdue first. */
export const duePairs = (
  db: Kysely<JoinTables>,
  due: {
    readonly joins: readonly string[];
    readonly partitions: readonly number[];
    readonly nowMs: number;
    readonly except: readonly string[];
  },
): Promise<readonly PairRow[]> =>
  db
    .selectFrom('waiting_events')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('join_name', 'in', due.joins)
    .where('partition', 'in', due.partitions)
    .where('due_ms', '<', due.nowMs)
    .where(sql<boolean>`conversation_id <> all(${due.except}::text[])`)
    .orderBy('due_ms')
    .limit(200)
    .execute();

/** Forgets conversations whose pairs were all closed longer ago than anything can be read again. */
export const purgePairs = async (db: Kysely<JoinTables>, keptMs: number): Promise<void> => {
  await sql`
    delete from waiting_events where (join_name, conversation_id) in (
      select join_name, conversation_id from waiting_events
      where state <> 'waiting' and changed_at < now() - ${keptMs} * interval '1 millisecond'
      limit 1000
    ) and not exists (
      select from waiting_events as other
      where other.join_name = waiting_events.join_name and other.conversation_id = waiting_events.conversation_id
        and (other.state = 'waiting' or other.changed_at >= now() - ${keptMs} * interval '1 millisecond'))`.execute(db);
};

/** Which side waits, or waited first. */
export const waitingSide = ({ first_id: first }: PairRow): Side => (first === null ? 'second' : 'first');

/** A stored pair as the pairing rules see it. */
export const pairOf = (row: PairRow): Pair =>
  row.state === 'waiting'
    ? { state: 'waiting', side: waitingSide(row), appendedMs: row.appended_ms }
    : { state: row.state };

/** The waiting event as it was read from its topic. */
export const recordOf = (row: PairRow, topic: string): IncomingRecord => ({
  topic,
  partition: row.partition,
  offset: BigInt(row.record_offset),
  key: row.record_key,
  value: row.record_value,
  headers: row.record_headers ?? {},
  appendedMs: row.appended_ms,
});
