import type { DecisionStore, StoredDecision } from '@troupe/agent-sdk';
import { durationMs, TroupeError, type Duration, type EventDefinition } from '@troupe/contracts';
import type { Codec, Topics } from '@troupe/messaging';
import { checkParticipant, readCondition, type ParticipantRow } from '@troupe/saga';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import { readMargin } from './margin.ts';
import { compiledEvent, createRecall, keptEvent, participantOf } from './participant-row.ts';
import type { KeptStep, ParticipantRecord } from './participant-row.ts';
import { participantChanged } from './participant-changed.ts';

/** What shall hold from some moment on. */
export interface ParticipantOrder {
  readonly saga: string;
  readonly step: string;
  readonly change: ParticipantRow['change'];
  /** Such as `totalMinor > 50000`. Default: every conversation is meant. */
  readonly when?: string | undefined;
  /** With 'added' only. */
  readonly added?: AddedOrder | undefined;
  /** It concerns starts that are appended later. Default: as soon as can be. */
  readonly fromMs?: number | undefined;
  readonly by: string;
  readonly reason: string;
}

/** The step that is added. Events are named by their types. */
export interface AddedOrder {
  readonly completedBy: string;
  readonly failedBy: readonly string[];
  readonly compensatedBy?: string | undefined;
  readonly within: Duration;
  readonly optional: boolean;
  /** The agent whose held events hold it up. Default: nobody. */
  readonly heldBy?: string | undefined;
}

/** What making a row takes. */
export interface ParticipantDesk {
  readonly db: Kysely<CoordinatorTables>;
  /** As it was compiled. */
  readonly catalogue: Pick<SagaCatalogue, 'current'>;
  /** An event type that the coordinator was not compiled with. @throws TroupeError SCHEMA_UNKNOWN */
  readonly eventOf: (type: string) => Promise<EventDefinition>;
  readonly topics: Pick<Topics, 'diff'>;
  readonly store: Pick<DecisionStore, 'insert'>;
  readonly codec: Codec;
  /** How many every topic has. */
  readonly partitions: number;
  /** Begins to publish what was committed; the owners of the partitions do what is left undone. */
  readonly handOver: (decisions: readonly StoredDecision[]) => void;
}

type Tx = Transaction<CoordinatorTables>;

/** A row without a date is in effect so long after the earliest moment: nothing that is quick is refused. */
const GRACE_MS = 2_000;

const refuse = (why: string): never => {
  throw new TroupeError('PARTICIPANT_REFUSED', why);
};

const requireTopics = async (types: readonly string[], { topics }: ParticipantDesk): Promise<void> => {
  const differences = await topics.diff(types.map((topic) => ({ topic })));
  const unfit = differences.filter(({ kind }) => kind !== 'config');
  if (unfit.length > 0) refuse(`Nobody could answer: ${unfit.map(({ message }) => message).join('; ')}`);
};

const keptStep = async (order: AddedOrder, desk: ParticipantDesk): Promise<KeptStep> => {
  const { completedBy, failedBy, compensatedBy, within, optional, heldBy = null } = order;
  const keep = async (type: string) => keptEvent(compiledEvent(type) ?? (await desk.eventOf(type)));
  await requireTopics([completedBy, ...failedBy, ...(compensatedBy === undefined ? [] : [compensatedBy])], desk);
  return {
    completedBy: await keep(completedBy),
    failedBy: await Promise.all(failedBy.map(keep)),
    compensatedBy: compensatedBy === undefined ? null : await keep(compensatedBy),
    withinMs: durationMs(within),
    ...{ optional, heldBy },
  };
};

/** One after the other: each is checked against those before it. Whoever reads is not held up. */
const lockTable = async (tx: Tx): Promise<{ readonly nowMs: number; readonly marginMs: number }> => {
  await sql`lock table saga_participants in share row exclusive mode`.execute(tx);
  const { rows } = await sql<{ now_ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms`.execute(tx);
  return { nowMs: rows[0]?.now_ms ?? Infinity, marginMs: (await readMargin(tx)).mostMs };
};

const effectOf = (
  { fromMs }: ParticipantOrder,
  { nowMs, marginMs }: { readonly nowMs: number; readonly marginMs: number },
): number => {
  const earliestMs = nowMs + marginMs;
  if (fromMs === undefined) return earliestMs + GRACE_MS;
  if (fromMs >= earliestMs) return fromMs;
  const sooner = `${new Date(fromMs).toISOString()} is too soon: whatever starts until then may have been read already. `;
  return refuse(`${sooner}The earliest is ${marginMs / 1_000} s from now, ${new Date(earliestMs).toISOString()}`);
};

/** All rows, or those of one saga, in the order in which they were made. */
export const readRecords = (db: Kysely<CoordinatorTables>, saga?: string): Promise<readonly ParticipantRecord[]> => {
  const all = db.selectFrom('saga_participants').selectAll().orderBy('id');
  return (saga === undefined ? all : all.where('saga', '=', saga)).execute();
};

type NewRecord = Omit<ParticipantRecord, 'id' | 'made_at'>;

const insert = async (tx: Tx, record: NewRecord): Promise<ParticipantRecord> => {
  const { rows } = await sql<ParticipantRecord>`
    insert into saga_participants (saga, step, change, condition, added, effective_ms, made_by, reason)
    values (${record.saga}, ${record.step}, ${record.change}, ${record.condition && JSON.stringify(record.condition)}::json,
      ${record.added && JSON.stringify(record.added)}::json, ${record.effective_ms}, ${record.made_by}, ${record.reason})
    returning *`.execute(tx);
  return rows[0] ?? refuse('The row was not kept');
};

/**
 * Adds a row: from then on a step is added, required or optional, or ends. It is never changed, and the log is told of it
 * (`participant.changed`).
 * @throws TroupeError PARTICIPANT_REFUSED · SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE · KAFKA_UNAVAILABLE
 */
export const makeParticipant = async (order: ParticipantOrder, desk: ParticipantDesk): Promise<ParticipantRecord> => {
  const { saga, step, change, when, added, by, reason } = order;
  const definition = desk.catalogue.current(saga) ?? refuse(`There is no saga '${saga}'`);
  const condition = when === undefined ? null : readCondition(when, definition.startedBy);
  const kept = added === undefined ? null : await keptStep(added, desk);
  const { made, told } = await desk.db.transaction().execute(async (tx) => {
    const now = await lockTable(tx);
    const record: NewRecord = {
      ...{ saga, step, change, condition, reason },
      added: kept,
      effective_ms: Math.trunc(effectOf(order, now)),
      made_by: by,
    };
    const recall = createRecall();
    const others = (await readRecords(tx, saga)).map((each) => participantOf(each, recall));
    const planned = { ...record, id: Number.MAX_SAFE_INTEGER, made_at: new Date(now.nowMs) };
    checkParticipant(definition, others, participantOf(planned, recall));
    const made = await insert(tx, record);
    return { made, told: await desk.store.insert(tx, [await participantChanged(made, desk)]) };
  });
  desk.handOver(told);
  return made;
};
