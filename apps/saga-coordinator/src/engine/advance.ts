import { TroupeError, type TraceContext } from '@troupe/contracts';
import { traceOf } from '@troupe/messaging';
import {
  deadlines,
  decide,
  fold,
  listingOf,
  outcome,
  packageResult,
  status,
  type Listing,
  type PackagedRow,
  type SagaDecision,
  type SagaDefinition,
  type SagaState,
} from '@troupe/saga';
import type { InstanceArrivals } from './arrival.ts';
import { admitEarly, orphanOf, startDueMs, type EarlyFates } from './early-facts.ts';
import { decisionFact, factRow, toldBy, type KeptFact } from './stored-fact.ts';
import type { FactRow, SagaRow, TakenDecision } from './tables.ts';
import { mergeTrails, type Trail } from './trail.ts';

/** A decision with what the envelope of its event inherits. */
export interface TrailedDecision extends SagaDecision {
  readonly trail: Trail;
  /** The spans of all facts that it rests on, that of its cause first. */
  readonly causes: readonly TraceContext[];
}

/** An instance before a batch, locked. */
export interface LockedInstance {
  readonly definition: SagaDefinition;
  readonly row: SagaRow;
  /** The facts that it had. */
  readonly known: readonly KeptFact[];
}

/** What a batch changes of one instance. */
export interface Advance {
  readonly row: SagaRow;
  readonly listing: Listing;
  /** Timers that have passed; the events were kept when they were read. */
  readonly timers: readonly FactRow[];
  /** Whether the next deadline is another one than before. */
  readonly isDueChanged: boolean;
  readonly packaged: { readonly table: string; readonly row: PackagedRow } | undefined;
  readonly decisions: readonly TrailedDecision[];
  readonly early: EarlyFates;
  /** When the event that started it was concluded: its decisions are filed under that day. */
  readonly requestedMs: number;
}

/**
 * No saga waits for nearly as many events: more of them is a producer gone wild, and all facts of an instance are read
 * with each new one.
 */
const MAX_FACTS = 1_000;

const refuseMore = ({ saga, conversationId }: InstanceArrivals, facts: number): void => {
  if (facts <= MAX_FACTS) return;
  throw new TroupeError(
    'TERMINAL',
    `Conversation ${conversationId} has more than ${MAX_FACTS} events for saga '${saga}': find out who repeats them under new ids`,
  );
};

const uniqueNew = (known: readonly KeptFact[], events: InstanceArrivals['events']): readonly KeptFact[] => {
  const ids = new Set(known.map(({ fact }) => fact.id));
  return events.filter(({ fact }) => !ids.has(fact.id) && ids.add(fact.id));
};

const trailed = (
  decisions: readonly SagaDecision[],
  state: SagaState,
  { facts, taken }: { readonly facts: readonly KeptFact[]; readonly taken: readonly TakenDecision[] },
): readonly TrailedDecision[] => {
  const trails = facts.flatMap(({ trail }) => (trail === undefined ? [] : [trail]));
  // Before the start nothing is decided but about what operators say.
  const first = facts.find(({ fact }) => fact.id === state.start?.id)?.trail ?? trails[0];
  if (first === undefined) return [];
  const merged = mergeTrails(first, trails);
  const lamport = Math.max(merged.lamport, ...taken.map((each) => each.lamport));
  return decisions.map((decision, nth) => ({
    ...decision,
    trail: { ...merged, lamport: lamport + 1 + nth },
    causes: causesOf(decision, facts),
  }));
};

const causesOf = ({ causationId }: SagaDecision, facts: readonly KeptFact[]): readonly TraceContext[] => {
  const events = facts.flatMap(({ fact, trail }) => (trail?.traceparent === undefined ? [] : [{ id: fact.id, trail }]));
  const isCause = ({ id }: { readonly id: string }): boolean => id === causationId;
  return [...events.filter(isCause), ...events.filter((event) => !isCause(event))].map(({ trail }) => traceOf(trail));
};

const takenBy = (decisions: readonly TrailedDecision[]): readonly TakenDecision[] =>
  decisions.map(({ fact: { decision, id, decidedMs, counted, refused, restarts }, trail: { lamport } }) => ({
    ...{ decision, id, decidedMs, lamport },
    ...(counted && { counted }),
    ...(refused !== undefined && { refused }),
    ...(restarts && { restarts }),
  }));

const dueMsOf = (definition: SagaDefinition, state: SagaState, facts: readonly KeptFact[]): number | null => {
  if (isEarly(state)) return facts.length === 0 ? null : Math.trunc(startDueMs(definition, facts));
  return deadlines(definition, state)[0]?.dueMs ?? null;
};

const isEarly = (state: SagaState): boolean => status(state) === 'awaiting-start';

/** What became of early facts, and when somebody has to look again. */
const earlyFatesOf = (
  { definition, row, known }: LockedInstance,
  {
    state,
    facts,
    refused,
  }: { readonly state: SagaState; readonly facts: readonly KeptFact[] } & Pick<EarlyFates, 'refused'>,
  untilMs: number,
): EarlyFates => {
  const early = isEarly(state);
  const kept = early ? facts.length - known.length : 0;
  const isLate = early && facts.length > 0 && startDueMs(definition, facts) <= untilMs;
  const orphaned = row.orphaned ? kept : isLate ? facts.length : 0;
  return {
    kept,
    begun: row.status === 'awaiting-start' && !early ? known.length : 0,
    orphaned,
    refused,
    orphan: orphaned > 0 ? orphanOf(row, facts) : undefined,
    isAdopted: row.orphaned && !early,
  };
};

/** The facts of an instance after a batch. */
interface After extends Pick<EarlyFates, 'refused'> {
  readonly facts: readonly KeptFact[];
  /** Those among them that passed just now. */
  readonly timers: readonly KeptFact[];
  /** Up to when deadlines have been judged; undefined when none was. */
  readonly untilMs: number | undefined;
  /** What all of that comes to. */
  readonly state: SagaState;
}

const stateOf = ({ definition, row }: LockedInstance, facts: readonly KeptFact[]): SagaState => {
  const told = [...toldBy(facts), ...row.decisions.map(decisionFact)];
  return fold(definition, { conversationId: row.conversation_id, facts: told });
};

const conclude = (instance: LockedInstance, after: After, nowMs: number): Advance => {
  const { definition, row } = instance;
  const { facts, timers, refused, untilMs } = after;
  const { decisions: due, state } = decide(definition, after.state, nowMs);
  const decisions = trailed(due, state, { facts, taken: row.decisions });
  const early = earlyFatesOf(instance, { state, facts, refused }, untilMs ?? -Infinity);
  const orphaned = isEarly(state) && (row.orphaned || early.orphan !== undefined);
  const next: SagaRow = {
    ...row,
    version: definition.version,
    status: status(state),
    outcome: outcome(state) ?? null,
    facts: facts.length,
    decisions: [...row.decisions, ...takenBy(decisions)],
    due_ms: orphaned ? null : dueMsOf(definition, state, facts),
    orphaned,
  };
  const key = { saga: row.saga, conversationId: row.conversation_id };
  return {
    row: next,
    listing: listingOf(definition, state, toldBy(facts)),
    timers: timers.map((timer) => factRow(key, timer)),
    // A timer that fired for nothing is taken away, or set to what is due next.
    isDueChanged: next.due_ms !== row.due_ms || untilMs !== undefined,
    packaged: next.status === row.status && decisions.length === 0 ? undefined : packageResult(definition, state),
    decisions,
    early,
    requestedMs: state.start?.timeMs ?? 0,
  };
};

/** What is kept of what a batch brings: before the start only so much. */
const admit = (instance: LockedInstance, fresh: readonly KeptFact[]): Omit<After, 'timers' | 'untilMs'> => {
  const { definition, known } = instance;
  const facts = [...known, ...fresh];
  const state = stateOf(instance, facts);
  const { admitted, refused } = isEarly(state)
    ? admitEarly(definition, known, fresh)
    : { admitted: fresh, refused: [] };
  if (refused.length === 0) return { facts, state, refused };
  const kept = [...known, ...admitted];
  return { facts: kept, state: stateOf(instance, kept), refused };
};

const passedBy = (definition: SagaDefinition, state: SagaState, untilMs: number | undefined): readonly KeptFact[] =>
  untilMs === undefined
    ? []
    : deadlines(definition, state)
        .filter(({ dueMs }) => dueMs <= untilMs)
        .map((fact) => ({ fact, trail: undefined }));

/**
 * Moves one instance on by what a batch brings for it; undefined when that was all known. Pure: `nowMs` is when decisions
 * are taken.
 * @throws TroupeError TERMINAL when the instance has too many facts · whatever a function of the definition throws
 */
export const advance = (instance: LockedInstance, arrivals: InstanceArrivals, nowMs: number): Advance | undefined => {
  const { events, untilMs } = arrivals;
  const fresh = uniqueNew(instance.known, events);
  if (fresh.length === 0 && untilMs === undefined) return undefined;
  const { facts, state, refused } = admit(instance, fresh);
  refuseMore(arrivals, facts.length);
  const timers = passedBy(instance.definition, state, untilMs);
  if (timers.length === 0) return conclude(instance, { facts, timers, refused, untilMs, state }, nowMs);
  const all = [...facts, ...timers];
  return conclude(instance, { facts: all, timers, refused, untilMs, state: stateOf(instance, all) }, nowMs);
};

/**
 * Goes on with the facts that an instance has under another definition, and decides what follows from them now. Pure.
 * @throws whatever a function of the definition throws
 */
export const resume = (instance: LockedInstance, nowMs: number): Advance =>
  conclude(
    instance,
    { facts: instance.known, timers: [], refused: [], untilMs: undefined, state: stateOf(instance, instance.known) },
    nowMs,
  );
