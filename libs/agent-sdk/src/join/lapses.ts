import { TroupeError } from '@troupe/contracts';
import { traceIn } from '@troupe/messaging';
import { inSpan, type OpenSpan } from '@troupe/observability';
import { consumedBy, type JoinReaction } from '../reaction.ts';
import { GaveUp, withAttempts } from '../delivery/attempts.ts';
import { tellHeld } from '../dead-letters/tell-held.ts';
import { codeOf, deadLetterOf, outlasting } from '../delivery/dead-letter.ts';
import type { Conclude, Concluding, DecisionRequest, MadeDecision } from '../delivery/decider.ts';
import { attemptsOf, type PipelineParts } from '../delivery/pipeline-parts.ts';
import { pairId, type Logged } from './joint-cause.ts';
import { whileThere } from './while-there.ts';
import { concludeAlone, countPair, joinName, waitingEvent, type JoinParts } from './joins.ts';
import { closePair, duePairs, lockNth, recordOf, waitingSide, type PairRow } from './waiting-store.ts';

/** Concludes for events whose partner did not come in time. */
export interface Lapses {
  /**
   * Looks once for pairs of these partitions whose time is up and decides them, but not before everything has been
   * read that was in the log by then: a partner that was appended in time is in time, however late it is read.
   */
  sweep(partitions: readonly number[], signal: AbortSignal): Promise<void>;
}

/** What lapses are made of. */
export interface LapseParts extends PipelineParts, Pick<JoinParts, 'db'> {
  /** See `Subscriber.caughtUp`. */
  readonly caughtUp: (partition: number, signal: AbortSignal) => Promise<boolean>;
}

/** One pair whose time is up. */
interface Overdue {
  readonly row: PairRow;
  readonly reaction: JoinReaction;
  readonly id: string;
  readonly signal: AbortSignal;
  readonly span: OpenSpan | undefined;
}

/** Finds and decides overdue pairs of one agent. */
export const createLapses = (parts: LapseParts): Lapses => {
  const joins = new Map(
    parts.agent.reactions.flatMap((each) =>
      each.kind === 'join' ? [[joinName(parts.agent.name, each), each] as const] : [],
    ),
  );
  const overdue = (row: PairRow, signal: AbortSignal): readonly Overdue[] => {
    const reaction = joins.get(row.join_name);
    const id = pairId(row.join_name, row.conversation_id, row.nth);
    return reaction === undefined ? [] : [{ row, reaction, id, signal, span: undefined }];
  };
  return {
    sweep: async (partitions, signal) => {
      if (partitions.length === 0 || joins.size === 0) return;
      const due = { joins: [...joins.keys()], partitions, nowMs: parts.clock() };
      // The partner of an event may be among what is held: then it was in time.
      const except = parts.holding?.parked(partitions) ?? [];
      const rows = await whileThere(() => duePairs(parts.db, { ...due, except }));
      const ready = new Map(
        [...new Set(rows.map(({ partition }) => partition))].map((p) => [p, parts.caughtUp(p, signal)]),
      );
      for (const row of rows)
        if (await ready.get(row.partition)) for (const each of overdue(row, signal)) await lapse(each, parts);
    },
  };
};

/** In a span that follows from the event that stayed alone. */
const lapse = async (overdue: Overdue, parts: LapseParts): Promise<void> => {
  const parent = traceIn(overdue.row.record_headers ?? {});
  const span = parts.tracing?.open(`lapse ${overdue.row.join_name}`, { parent });
  await inSpan(span, () => decideAndDeliver({ ...overdue, span }, parts));
};

const decideAndDeliver = async (overdue: Overdue, parts: LapseParts): Promise<void> => {
  const { row, id, signal, span } = overdue;
  const log = parts.log.child({ event: id, conversation: row.conversation_id, ...span?.ids });
  const patient = attemptsOf(parts, { signal, log }, parts.agent.retry);
  const untilDone = attemptsOf(parts, { signal, log }, { ...parts.agent.retry, attempts: Number.POSITIVE_INFINITY });
  const decision = await withAttempts(() => decideAlone(overdue, parts), patient).catch((failure: unknown) => {
    if (!(failure instanceof GaveUp)) throw failure;
    log.error({ err: failure.reason }, 'dead-lettered');
    return withAttempts(() => decideDead(overdue, failure, parts), untilDone);
  });
  await withAttempts(() => decision.deliver(signal), untilDone);
  if (decision.outcome === 'dead-lettered') parts.holding?.gaveUp(waitingRecord(overdue), id);
};

const requestFor = ({ row, id }: Overdue, outcome: DecisionRequest['outcome']): DecisionRequest => ({
  inputId: id,
  inputTimeMs: row.due_ms,
  conversationId: row.conversation_id,
  partition: row.partition,
  outcome,
});

/** Runs only if the pair still waits when its row is locked: a partner that came meanwhile has decided it. */
const whileWaiting = ({ row }: Overdue, run: Conclude, parts: LapseParts): Concluding => {
  let lapsed = false;
  const conclude: Conclude = async (tx) => {
    if (tx === undefined) throw new TroupeError('DEFINITION_INVALID', 'A join lapses inside a decision only');
    const locked = await lockNth(tx, { join: row.join_name, conversationId: row.conversation_id }, row.nth);
    lapsed = locked?.state === 'waiting';
    if (locked === undefined || !lapsed) return [];
    await closePair(tx, locked, 'lapsed');
    return run(tx);
  };
  return { conclude, settle: () => countPair(parts, lapsed ? 'lapsed' : undefined) };
};

/** Decides what is run only while the pair waits, and counts it. */
const decideWaiting = async (
  overdue: Overdue,
  outcome: DecisionRequest['outcome'],
  run: Conclude,
  parts: LapseParts,
): Promise<MadeDecision> => {
  const { conclude, settle } = whileWaiting(overdue, run, parts);
  const { signal, span } = overdue;
  const decision = await parts.decider.decide(requestFor(overdue, outcome), conclude, signal, span?.trace);
  settle?.();
  return decision;
};

const decideAlone = async (overdue: Overdue, parts: LapseParts): Promise<MadeDecision> => {
  const { row, reaction, id, signal, span } = overdue;
  const { event }: Logged = await waitingEvent(row, reaction, parts);
  const conclude: Conclude = async (tx) => {
    if (tx === undefined) return [];
    const log = parts.log.child({ event: event.envelope.id, conversation: row.conversation_id, type: event.type });
    return concludeAlone({ event, id, reaction }, { tx, arrival: { log, signal, span } }, parts);
  };
  return decideWaiting(overdue, 'decided', conclude, parts);
};

const waitingRecord = ({ row, reaction }: Pick<Overdue, 'row' | 'reaction'>) =>
  recordOf(row, consumedBy(reaction)[waitingSide(row) === 'first' ? 0 : 1]?.type ?? row.join_name);

const decideDead = async (overdue: Overdue, { reason, attempts }: GaveUp, parts: LapseParts): Promise<MadeDecision> => {
  const { row, id } = overdue;
  const record = await outlasting(waitingRecord(overdue), parts.codec);
  const identity = { inputId: id, inputTimeMs: row.due_ms, conversationId: row.conversation_id };
  const failure = { agent: parts.agent.name, reason, attempts, failedAtMs: parts.clock() };
  const letter = deadLetterOf(record, identity, failure, id);
  const held = await tellHeld({ record, subject: identity, letter: letter.id, code: codeOf(reason) }, parts);
  const conclude: Conclude = () => Promise.resolve([letter, ...held]);
  return decideWaiting(overdue, 'dead-lettered', conclude, parts);
};
