import { randomUUID } from 'node:crypto';
import { ensureError, SagaInstructed, TroupeError } from '@troupe/contracts';
import type { SagaDefinition, SagaMigration, SagaStatus } from '@troupe/saga';
import type { Transaction } from 'kysely';
import { resume, type Advance } from './advance.ts';
import { keyOf, type InstanceArrivals } from './arrival.ts';
import { runBisected } from './bisect.ts';
import { instructedDecision, type InstructedAbout } from './instructed-decision.ts';
import { ownDefinitions, type OwnDefinition } from './own-definition.ts';
import { insertDecisions, type SagaTransactionParts } from './saga-transaction.ts';
import { factRow, type KeptFact } from './stored-fact.ts';
import type { CoordinatorTables, FactRow, SagaRow } from './tables.ts';
import type { Trail } from './trail.ts';

/** Which instances are to be moved, and how. */
export type MigrationRequest = {
  readonly saga: string;
  /** The version that they are moved to; where they come from is declared in its definition. */
  readonly to: string;
  /** Only this conversation. Default: all. */
  readonly conversationId?: string;
  /** Instances that share a transaction. Default 100. */
  readonly atOnce?: number;
} & (
  | {
      /** Computes everything and writes nothing. */
      readonly isDryRun: true;
    }
  | {
      readonly isDryRun: false;
      /** Kept with the event that tells of it. */
      readonly reason: string;
      readonly by: string;
    }
);

/** An instance that stands elsewhere under the new version. */
export interface StatusChange {
  readonly conversationId: string;
  readonly before: SagaStatus;
  readonly after: SagaStatus;
  /** What is decided because of it. */
  readonly decisions: readonly string[];
}

/** What became of a migration. */
export interface MigrationReport {
  readonly from: string;
  readonly moved: number;
  readonly changes: readonly StatusChange[];
  /** Instances that stay as they are, because the definition failed on them. */
  readonly failures: readonly { readonly conversationId: string; readonly error: Error }[];
}

type Tx = Transaction<CoordinatorTables>;

/** An instance on its way to another version. */
interface Move {
  readonly before: SagaRow;
  readonly advance: Advance;
  readonly rewritten: readonly FactRow[];
  readonly trails: readonly Trail[];
}

type Work = MigrationRequest & {
  readonly parts: SagaTransactionParts;
  readonly definition: SagaDefinition;
  readonly migration: SagaMigration;
  /** Of this migration: names what it tells of. */
  readonly key: string;
};

const PAGE = 1_000;

const definitionOf = ({ catalogue }: SagaTransactionParts, { saga, to }: MigrationRequest) => {
  const definition = catalogue.version(saga, to);
  if (definition?.migrates !== undefined) return { definition, migration: definition.migrates };
  throw new TroupeError(
    'DEFINITION_INVALID',
    definition === undefined
      ? `There is no version ${to} of saga '${saga}'`
      : `Version ${to} of saga '${saga}' takes no instances over: declare 'migrates' in its definition`,
  );
};

/** The next instances in the order of their conversations, read from the primary key a page at a time. */
const readPage = async ({ parts, saga, conversationId }: Work, after: string): Promise<readonly SagaRow[]> => {
  const query = parts.database.db.selectFrom('sagas').selectAll().where('saga', '=', saga);
  return conversationId === undefined
    ? query.where('conversation_id', '>', after).orderBy('conversation_id').limit(PAGE).execute()
    : query.where('conversation_id', '=', conversationId).where('conversation_id', '>', after).execute();
};

/** What was, and when, stays: only what it says is another matter. */
const translate = (kept: KeptFact, { facts = (fact) => fact }: SagaMigration): KeptFact => {
  if (kept.isVoid === true) return kept;
  const said = facts(kept.fact);
  if (said === undefined) return { ...kept, isVoid: true };
  const { fact } = kept;
  if (said.kind === 'timer' && fact.kind === 'timer') return { ...kept, fact: { ...fact, step: said.step } };
  if (said.kind === 'event' && fact.kind === 'event')
    return { ...kept, fact: { ...fact, type: said.type, data: said.data } };
  throw new TroupeError('DEFINITION_INVALID', `A migration cannot make ${fact.kind} ${fact.id} another kind of fact`);
};

/** An instance that is to be moved, with its facts as the new version takes them. */
interface Translated {
  readonly row: SagaRow;
  readonly facts: readonly KeptFact[];
}

const moveOf = ({ row, facts: translated }: Translated, own: OwnDefinition, { definition, parts }: Work): Move => {
  const key = { saga: row.saga, conversationId: row.conversation_id };
  return {
    before: row,
    advance: resume({ definition: own(definition, translated), row, known: translated }, parts.clock()),
    rewritten: translated.map((kept) => factRow(key, kept)),
    trails: translated.flatMap(({ trail }) => trail ?? []),
  };
};

const nothingNew = ({ saga, conversation_id, partition }: SagaRow): InstanceArrivals => ({
  ...{ saga, conversationId: conversation_id, partition },
  events: [],
  untilMs: undefined,
});

/** Tells the conversation of each that it was moved, to what, by whom and why; before what follows from it. */
const insertMoved = async (tx: Tx, moves: readonly Move[], work: Work): Promise<void> => {
  if (work.isDryRun || moves.length === 0) return;
  const { parts, key, saga, to: version, reason, by } = work;
  const draft = SagaInstructed({ saga, action: 'move', version, reason, by });
  const about: InstructedAbout = { key, trace: {}, timeMs: parts.clock() };
  const tellings = moves.map(({ before, trails }) =>
    instructedDecision({ row: before, trails, partition: before.partition }, draft, about, parts.codec),
  );
  await parts.store.insert(tx, await Promise.all(tellings));
};

/** Locks them, looks again whether they are still to be moved, and moves them. */
const moveLocked = async (tx: Tx, rows: readonly SagaRow[], work: Work): Promise<readonly (Move | undefined)[]> => {
  const { parts, migration } = work;
  const instances = rows.map((row) => ({ ...nothingNew(row), version: row.version }));
  const locked = await parts.sagas.lockInstances(tx, instances);
  const known = await parts.sagas.keepFacts(tx, instances);
  const translated = instances.map((instance) => {
    const row = locked.get(keyOf(instance));
    const facts = known.get(keyOf(instance)) ?? [];
    return row?.version === migration.from
      ? { row, facts: facts.map((kept) => translate(kept, migration)) }
      : undefined;
  });
  const all = translated.flatMap((each) => each?.facts ?? []);
  const own = await ownDefinitions(tx, all, parts.participants);
  const moves = translated.map((each) => each && moveOf(each, own, work));
  const done = moves.filter((move) => move !== undefined);
  if (work.isDryRun) return moves;
  const advances = done.map(({ advance }) => advance);
  await parts.sagas.rewriteFacts(
    tx,
    done.flatMap(({ rewritten }) => rewritten),
  );
  await parts.sagas.saveAdvances(tx, advances);
  await insertMoved(tx, done, work);
  await insertDecisions(tx, advances, parts);
  return moves;
};

const changesOf = (moves: readonly Move[]): readonly StatusChange[] =>
  moves
    .map(({ before, advance: { row, decisions } }) => ({
      conversationId: row.conversation_id,
      before: before.status,
      after: row.status,
      decisions: decisions.flatMap(({ draft }) => draft?.type ?? []),
    }))
    .filter(({ before, after, decisions }) => before !== after || decisions.length > 0);

const moveAll = async (rows: readonly SagaRow[], work: Work): Promise<Omit<MigrationReport, 'from'>> => {
  const { db } = work.parts.database;
  const outcomes = await runBisected(rows, {
    run: (some) => db.transaction().execute((tx) => moveLocked(tx, some, work)),
    endsAll: () => false,
  });
  const moves = outcomes.flatMap((outcome) => (outcome.ok && outcome.result !== undefined ? [outcome.result] : []));
  const failures = outcomes.flatMap((outcome, nth) =>
    outcome.ok ? [] : [{ conversationId: rows[nth]?.conversation_id ?? '', error: ensureError(outcome.error) }],
  );
  return { moved: moves.length, changes: changesOf(moves), failures };
};

const chunks = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, nth) => items.slice(nth * size, (nth + 1) * size));

/**
 * Moves stored instances from the version that a definition names to its own, in batches, under the locks of their rows:
 * coordinators that know both versions go on meanwhile. What the new version decides from the facts that are there is
 * decided, and published by whoever owns the partition; so is an event for each, `saga.instructed`, that says who moved it
 * and why. An instance that has no start yet belongs to no version.
 * @throws TroupeError DEFINITION_INVALID: no such version, or one that takes nothing over · the database's own error
 */
export const migrateSagas = async (
  parts: SagaTransactionParts,
  request: MigrationRequest,
): Promise<MigrationReport> => {
  const work: Work = { ...request, parts, ...definitionOf(parts, request), key: randomUUID() };
  const { from } = work.migration;
  let report: MigrationReport = { from, moved: 0, changes: [], failures: [] };
  let after = '';
  for (let page = await readPage(work, after); page.length > 0; page = await readPage(work, after)) {
    const meant = page.filter(({ version, status }) => version === from && status !== 'awaiting-start');
    for (const rows of chunks(meant, request.atOnce ?? 100)) {
      const { moved, changes, failures } = await moveAll(rows, work);
      report = {
        from,
        moved: report.moved + moved,
        changes: [...report.changes, ...changes],
        failures: [...report.failures, ...failures],
      };
    }
    after = page.at(-1)?.conversation_id ?? after;
  }
  return report;
};
