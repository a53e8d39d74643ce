import type { Decision, DecisionStore, StoredDecision } from '@troupe/agent-sdk';
import { TroupeError } from '@troupe/contracts';
import type { Database } from '@troupe/database';
import type { Codec } from '@troupe/messaging';
import { inSpan, type SpanOptions, type Tracing } from '@troupe/observability';
import type { Transaction } from 'kysely';
import { advance, type Advance, type TrailedDecision } from './advance.ts';
import { byInstance, keyOf, keysOf, type Arrival, type InstanceArrivals } from './arrival.ts';
import { ownDefinitions } from './own-definition.ts';
import { decisionOf, tellingsOf } from './decision-outputs.ts';
import { countAdvances, type SagaMeasures } from './count-advances.ts';
import { refusalOf } from './early-facts.ts';
import type { Participants } from '../participants/participants.ts';
import type { SagaCatalogue } from './saga-catalogue.ts';
import type { SagaStore } from './saga-store.ts';
import type { CoordinatorTables, SagaRow } from './tables.ts';
import { unknownDefinition } from './unknown-version.ts';

/** What a transaction is made of. */
export interface SagaTransactionParts {
  readonly database: Pick<Database<CoordinatorTables>, 'db'>;
  readonly store: DecisionStore;
  readonly sagas: SagaStore;
  readonly catalogue: SagaCatalogue;
  readonly codec: Codec;
  /** Rows that say who takes part. Default: none. */
  readonly participants?: Pick<Participants, 'upTo'>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  readonly metrics?: SagaMeasures;
  readonly tracing?: Tracing;
}

/** What became of one arrival. */
export interface Settled {
  /** `early` facts are kept until their saga starts; `repeated` ones were known; `orphaned` is one whose start did not come. */
  readonly fate: 'folded' | 'early' | 'repeated' | 'orphaned';
  /** Why some saga did not keep it. */
  readonly refusals: readonly TroupeError[];
  /** Decisions that it led to, to be published, behind those that its sagas took before: a relay knows what is delivered. */
  readonly decisions: readonly StoredDecision[];
  /** The nearest deadline that it left behind. */
  readonly dueMs: number | undefined;
}

/** Another transaction made the same instance at the same moment: the next attempt sees it. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken';
}

const currentOf = (catalogue: SagaCatalogue, { saga }: Pick<InstanceArrivals, 'saga'>) => {
  const definition = catalogue.current(saga);
  if (definition !== undefined) return definition;
  throw new TroupeError(
    'DEFINITION_INVALID',
    `There is no saga '${saga}': a coordinator with it left instances behind`,
  );
};

const definitionOf = (catalogue: SagaCatalogue, instance: InstanceArrivals, row: SagaRow) => {
  const current = currentOf(catalogue, instance);
  if (row.status === 'awaiting-start') return current;
  const definition = catalogue.version(row.saga, row.version);
  if (definition === undefined) throw unknownDefinition(row);
  return definition;
};

type Tx = Transaction<CoordinatorTables>;

/** Rows of instances, by `keyOf`. */
type Rows = ReadonlyMap<string, SagaRow>;

/**
 * Locks the rows of everything that these arrivals move, in one order.
 * @throws Overtaken
 */
export const lockAll = async (
  tx: Tx,
  arrivals: readonly Arrival[],
  { catalogue, sagas }: SagaTransactionParts,
): Promise<Rows> => {
  const instances = byInstance(arrivals);
  // A saga that nobody knows any more fails by itself later, and takes no other along.
  const fresh = instances.map((each) => ({ ...each, version: catalogue.current(each.saga)?.version ?? '' }));
  const rows = await sagas.lockInstances(tx, fresh);
  const missing = instances.map(keyOf).find((key) => !rows.has(key));
  if (missing !== undefined) throw new Overtaken(`another coordinator began ${missing} at the same moment`);
  return rows;
};

const advanceAll = async (
  tx: Tx,
  instances: readonly InstanceArrivals[],
  rows: Rows,
  { catalogue, sagas, participants, clock }: SagaTransactionParts,
): Promise<ReadonlyMap<string, Advance>> => {
  const known = await sagas.keepFacts(tx, instances);
  const given = [...[...known.values()].flat(), ...instances.flatMap(({ events }) => events)];
  const ownDefinition = await ownDefinitions(tx, given, participants);
  const advances = new Map<string, Advance>();
  for (const instance of instances) {
    const key = keyOf(instance);
    // Whoever calls has locked them all.
    const row = rows.get(key) as SagaRow;
    const facts = known.get(key) ?? [];
    const definition = ownDefinition(definitionOf(catalogue, instance, row), [...facts, ...instance.events]);
    const advanced = advance({ definition, row, known: facts }, instance, clock());
    if (advanced !== undefined) advances.set(key, advanced);
  }
  return advances;
};

/** A decision follows from the fact that led to it, be it long ago; the others that it rests on are linked. */
const spanOf = ({ fact, causes: [cause = {}, ...others] }: TrailedDecision, { row }: Advance): SpanOptions => ({
  parent: cause,
  links: others,
  attributes: {
    'troupe.saga': row.saga,
    'troupe.saga.version': row.version,
    'troupe.saga.decision': fact.decision,
    'messaging.message.conversation_id': row.conversation_id,
  },
});

/** Encodes what instances decided, and stores it to be published. */
export const insertDecisions = async (
  tx: Tx,
  advances: readonly Advance[],
  { codec, store, tracing }: SagaTransactionParts,
): Promise<readonly StoredDecision[]> => {
  const take = (decision: TrailedDecision, each: Advance): readonly Promise<Decision>[] => {
    const [telling] = tellingsOf(decision, each);
    if (telling === undefined) return [];
    const span = tracing?.open(`decide ${telling.draft.type}`, spanOf(decision, each));
    return [inSpan(span, () => decisionOf(decision, { ...each, trace: span?.trace }, codec))];
  };
  const decisions = await Promise.all(
    advances.flatMap((each) => each.decisions.flatMap((decision) => take(decision, each))),
  );
  return decisions.length === 0 ? [] : store.insert(tx, decisions);
};

/**
 * What the same instances decided before: where a commit went through and nobody heard of it, its events are not on their way
 * yet, and come before those of a later decision.
 */
const decidedBefore = async (
  tx: Tx,
  advances: readonly Advance[],
  { store }: SagaTransactionParts,
): Promise<readonly StoredDecision[]> => {
  const deciding = advances.filter(({ decisions }) => decisions.length > 0);
  const keys = deciding.flatMap(({ row, decisions, requestedMs }) =>
    row.decisions
      .slice(0, -decisions.length)
      .map(({ id }) => ({ decider: row.saga, inputId: id, inputTimeMs: requestedMs })),
  );
  return keys.length === 0 ? [] : [...(await store.find(tx, keys)).values()];
};

const fateOf = (advances: readonly Advance[]): Settled['fate'] => {
  if (advances.length === 0) return 'repeated';
  if (advances.some(({ early }) => early.orphan !== undefined)) return 'orphaned';
  return advances.every(({ row }) => row.status === 'awaiting-start') ? 'early' : 'folded';
};

const refusalsOf = (
  arrival: Arrival,
  advances: readonly Advance[],
  catalogue: SagaCatalogue,
): readonly TroupeError[] => {
  if (arrival.kind === 'due') return [];
  const { conversationId, fact } = arrival;
  return advances
    .filter(({ early }) => early.refused.some((each) => each.fact.id === fact.id))
    .map(({ row: { saga } }) => refusalOf({ saga, conversationId }, currentOf(catalogue, { saga })));
};

const settle = (
  arrival: Arrival,
  advances: ReadonlyMap<string, Advance>,
  stored: ReadonlyMap<string, StoredDecision>,
  catalogue: SagaCatalogue,
): Settled => {
  const own = keysOf(arrival).flatMap((key) => advances.get(key) ?? []);
  const due = own.flatMap(({ row, isDueChanged }) => (isDueChanged && row.due_ms !== null ? [row.due_ms] : []));
  return {
    fate: fateOf(own),
    refusals: refusalsOf(arrival, own, catalogue),
    decisions: own.flatMap(({ row }) => row.decisions.flatMap(({ id }) => stored.get(id) ?? [])),
    dueMs: due.length === 0 ? undefined : Math.min(...due),
  };
};

/** What became of a batch, and of every instance that it changed. */
export interface BatchSettled {
  readonly settled: readonly Settled[];
  readonly advances: ReadonlyMap<string, Advance>;
}

/** Deals with arrivals whose instances are locked. */
export const settleLocked = async (
  tx: Tx,
  arrivals: readonly Arrival[],
  rows: Rows,
  parts: SagaTransactionParts,
): Promise<BatchSettled> => {
  const advances = await advanceAll(tx, byInstance(arrivals), rows, parts);
  const changed = [...advances.values()];
  await parts.sagas.saveAdvances(tx, changed);
  const before = await decidedBefore(tx, changed, parts);
  const stored = [...before, ...(await insertDecisions(tx, changed, parts))];
  const byId = new Map(stored.map((decision) => [decision.inputId, decision]));
  return { settled: arrivals.map((arrival) => settle(arrival, advances, byId, parts.catalogue)), advances };
};

/**
 * Deals with a batch in one transaction: facts, instances, timers, results and decisions are committed together. A fact
 * that is already known changes nothing. Results come in the order of the arrivals.
 * @throws Overtaken · UnknownVersion · what a definition threw · the database's own error; nothing is committed then,
 * unless the connection broke during the commit
 */
export const commitArrivals = async (
  arrivals: readonly Arrival[],
  parts: SagaTransactionParts,
): Promise<readonly Settled[]> => {
  const { settled, advances } = await parts.database.db
    .transaction()
    .execute(async (tx) => settleLocked(tx, arrivals, await lockAll(tx, arrivals, parts), parts));
  countAdvances(advances.values(), parts.metrics);
  return settled;
};
