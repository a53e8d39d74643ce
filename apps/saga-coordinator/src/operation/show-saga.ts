import { fold, startIn, withParticipants, type ParticipantRow, type SagaDefinition, type SagaFact } from '@troupe/saga';
import type { Kysely } from 'kysely';
import type { InstanceKey } from '../engine/arrival.ts';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import { decisionFact, factOf, toldBy } from '../engine/stored-fact.ts';
import type { CoordinatorTables, FactRow, SagaRow } from '../engine/tables.ts';
import { awaitedBy, type Awaited } from './awaited.ts';
import type { SagaSummary } from './list-sagas.ts';
import { timelineOf, type TimelineEntry } from './timeline.ts';

/** Everything about one instance. */
export interface SagaDetail extends SagaSummary {
  readonly partition: number;
  /** What it waits for; null when this coordinator does not know the version that it began with, as the timeline then. */
  readonly awaits: readonly Awaited[] | null;
  readonly timeline: readonly TimelineEntry[] | null;
}

/** An instance as it is stored. */
export interface StoredSaga {
  readonly row: SagaRow;
  readonly summary: SagaSummary;
  readonly facts: readonly FactRow[];
}

type Db = Kysely<CoordinatorTables>;

/** Reads one instance, in one snapshot; undefined when there is none. Nothing is locked. */
export const readSaga = (db: Db, { saga, conversationId }: InstanceKey): Promise<StoredSaga | undefined> =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      const row = await tx
        .selectFrom('sagas')
        .selectAll()
        .where('saga', '=', saga)
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const facts = await tx
        .selectFrom('saga_facts')
        .selectAll()
        .where('saga', '=', saga)
        .where('conversation_id', '=', conversationId)
        .execute();
      return storedSaga(row, facts);
    });

/** An instance of its rows. */
export const storedSaga = (row: CoordinatorTables['sagas'], facts: readonly FactRow[]): StoredSaga => ({
  row,
  summary: summaryOf(row),
  facts,
});

const summaryOf = (row: CoordinatorTables['sagas']): SagaSummary => ({
  saga: row.saga,
  conversation: row.conversation_id,
  version: row.version,
  status: row.status,
  outcome: row.outcome,
  key: row.business_key,
  openSteps: row.open_steps,
  facts: row.facts,
  startedMs: row.started_ms ?? 0,
  changedMs: row.changed_at.getTime(),
  dueMs: row.due_ms,
});

/** The definition that an instance goes by: before it starts that is the current one. */
export const definitionFor = (
  catalogue: SagaCatalogue,
  { saga, status, version }: SagaRow,
): SagaDefinition | undefined =>
  status === 'awaiting-start' ? catalogue.current(saga) : catalogue.version(saga, version);

/** All facts of an instance: what it read, the deadlines that passed and what it decided. */
export const factsOf = ({ row, facts }: StoredSaga): readonly SagaFact[] => [
  ...toldBy(facts.map(factOf)),
  ...row.decisions.map(decisionFact),
];

/** Everything about an instance. */
export const describeSaga = (
  stored: StoredSaga,
  catalogue: SagaCatalogue,
  participants: readonly ParticipantRow[] = [],
): SagaDetail => {
  const { row, summary } = stored;
  const facts = factsOf(stored);
  const plain = definitionFor(catalogue, row);
  const definition = plain && withParticipants(plain, participants, startIn(plain, facts));
  const about = { ...summary, partition: row.partition };
  if (definition === undefined) return { ...about, awaits: null, timeline: null };
  const conversationId = row.conversation_id;
  return {
    ...about,
    awaits: awaitedBy(fold(definition, { conversationId, facts })),
    timeline: timelineOf(definition, conversationId, facts),
  };
};
