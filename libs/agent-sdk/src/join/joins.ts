import { TroupeError, type Event } from '@troupe/contracts';
import type { Kysely, Transaction } from 'kysely';
import { pathEnd, tellExhausted } from '../budget/exhaustion.ts';
import { contextOf, stepsOf, traceFrom, withinSpan, withPrepared, type Arrival } from '../delivery/conclude.ts';
import type { Conclude, Concluding } from '../delivery/decider.ts';
import { outputsOf } from '../delivery/outputs.ts';
import type { PipelineParts } from '../delivery/pipeline-parts.ts';
import { readEvent } from '../delivery/read-event.ts';
import type { JoinReaction } from '../reaction.ts';
import type { Ready, Steps } from '../steps/steps.ts';
import type { StoredOutput } from '../store/decision.ts';
import { jointEnvelope, pairId, type Logged } from './joint-cause.ts';
import { pairingOf, type Pairing, type Side } from './pairing.ts';
import {
  closePair,
  findPair,
  keepEvent,
  lockPair,
  pairOf,
  recordOf,
  waitingSide,
  type PairRow,
} from './waiting-store.ts';
import type { JoinTables } from './waiting-table.ts';
import { whileThere } from './while-there.ts';

/** An event that awaits another, or is awaited by one. */
export interface JoinArrival extends Arrival {
  readonly reaction: JoinReaction;
}

/** Keeps the first of two events until the other comes. */
export interface Joins {
  /**
   * Reads who waits for this event, and gives what is to be run inside its decision: keep it, conclude from both, or
   * from the one that stays alone.
   */
  arrive(arrival: JoinArrival): Promise<Concluding>;
  /** What is to be run inside the decision about a pair that is closed: conclude from the event that stayed alone. */
  alone(arrival: JoinArrival, pair: string): Concluding;
}

/** What joins are made of. */
export type JoinParts = Pick<PipelineParts, 'agent' | 'codec' | 'clock' | 'limits' | 'metrics'> & {
  readonly db: Kysely<JoinTables>;
  readonly steps?: Steps;
};

/** The name under which pairs of a reaction are kept. */
export const joinName = (agent: string, { on: [first, second] }: JoinReaction): string =>
  `${agent}:${first.type}+${second.type}`;

/** The side of a join that a type is on. */
const sideOf = ({ on: [first] }: JoinReaction, type: string): Side => (type === first.type ? 'first' : 'second');

const typeOn = ({ on: [first, second] }: JoinReaction, side: Side) => (side === 'first' ? first : second);

/** The event that waits in a pair. Read before any transaction: the registry may have to be asked. */
export const waitingEvent = async (row: PairRow, reaction: JoinReaction, { codec }: JoinParts): Promise<Logged> => {
  const on = typeOn(reaction, waitingSide(row));
  return { event: await readEvent(recordOf(row, on.type), on, codec), appendedMs: row.appended_ms };
};

/** Concludes from the event that stayed alone. */
export const concludeAlone = async (
  alone: { readonly event: Event; readonly id: string; readonly reaction: JoinReaction },
  context: { readonly tx: Transaction<object>; readonly arrival: Pick<Arrival, 'log' | 'signal' | 'span'> },
  { agent, codec, clock, limits }: JoinParts,
): Promise<readonly StoredOutput[]> => {
  const { event, id, reaction } = alone;
  const { envelope } = event;
  const { arrival, tx } = context;
  const timeMs = clock();
  const cause = { agent, envelope, inputId: id, timeMs, ...traceFrom(arrival) };
  const end = pathEnd(envelope, timeMs);
  if (end !== undefined) return tellExhausted([end], { tx, cause, codec, limits });
  const conclusion = await withinSpan(arrival, () => reaction.otherwise?.(event, contextOf(arrival, tx, timeMs)));
  return outputsOf(conclusion, cause, codec);
};

/** Two events that meet, and the id that their decision has whichever came last. */
interface Meeting {
  readonly arrival: JoinArrival;
  readonly waiting: Logged;
  readonly id: string;
}

const arrivedIn = ({ event, record }: JoinArrival): Logged => ({ event, appendedMs: record.appendedMs });

/** Both events, in the order in which the handler takes them. */
const inOrder = ({ arrival, waiting }: Meeting): readonly [Event, Event] =>
  sideOf(arrival.reaction, arrival.event.type) === 'first'
    ? [arrival.event, waiting.event]
    : [waiting.event, arrival.event];

const concludeBoth = async (
  meeting: Meeting & { readonly ready: Ready | undefined },
  tx: Transaction<object>,
  { agent, codec, clock, limits }: JoinParts,
): Promise<readonly StoredOutput[]> => {
  const { arrival, waiting, id, ready } = meeting;
  const timeMs = clock();
  const envelope = jointEnvelope(arrivedIn(arrival), waiting);
  const cause = { agent, envelope, inputId: id, timeMs, ...traceFrom(arrival) };
  const end = pathEnd(envelope, timeMs);
  if (end !== undefined) return tellExhausted([end], { tx, cause, codec, limits });
  arrival.span?.link(waiting.event.envelope);
  const context = withPrepared(contextOf(arrival, tx, timeMs), ready);
  const conclusion = await withinSpan(arrival, () => arrival.reaction.handle(...inOrder(meeting), context));
  const told = await tellExhausted(ready?.exhausted ?? [], { tx, cause, codec, limits });
  return [...(await outputsOf(conclusion, cause, codec)), ...told];
};

/** Runs what is to be done before both are decided, if there is anything and they may conclude something. */
const prepareBoth = async (meeting: Meeting, { clock, steps }: JoinParts): Promise<Ready | undefined> => {
  const { arrival, waiting, id } = meeting;
  const { prepare } = arrival.reaction;
  if (prepare === undefined || arrival.isDecided === true) return undefined;
  if (pathEnd(jointEnvelope(arrivedIn(arrival), waiting), clock()) !== undefined) return undefined;
  return steps?.prepare(stepsOf(arrival, id), arrival, (context) => prepare(...inOrder(meeting), context));
};

/** What an arrival does to a pair. */
const pairingWith = (row: PairRow, { event, record, reaction }: JoinArrival): Pairing =>
  pairingOf(pairOf(row), { side: sideOf(reaction, event.type), appendedMs: record.appendedMs }, reaction.withinMs);

const prepareIfMet = (meeting: Meeting, seen: PairRow, parts: JoinParts): Promise<Ready | undefined> =>
  pairingWith(seen, meeting.arrival).kind === 'meet' ? prepareBoth(meeting, parts) : Promise.resolve(undefined);

const overtaken = (): TroupeError =>
  new TroupeError('JOIN_OVERTAKEN', 'Another instance changed this pair at the same moment: the next attempt sees what it did'); // prettier-ignore

/** How a pair came to its end. */
type PairOutcome = 'met' | 'lapsed';

/** Counts what became of a pair, if this decision was its end. */
export const countPair = ({ agent, metrics }: Pick<JoinParts, 'agent' | 'metrics'>, outcome?: PairOutcome): void => {
  if (outcome !== undefined) metrics?.joinPairs.inc({ agent: agent.name, outcome });
};

/** Joins over the tables of an agent's own schema. */
export const createJoins = (parts: JoinParts): Joins => ({
  alone: (arrival, id) => ({
    conclude: async (tx) => {
      if (tx === undefined) throw new TroupeError('DEFINITION_INVALID', 'A join runs inside a decision only');
      return concludeAlone({ event: arrival.event, id, reaction: arrival.reaction }, { tx, arrival }, parts);
    },
  }),
  arrive: async (arrival) => {
    const { event, record, reaction } = arrival;
    const side = sideOf(reaction, event.type);
    const pairs = { join: joinName(parts.agent.name, reaction), conversationId: event.envelope.conversationId };
    const idOf = ({ nth }: PairRow): string => pairId(pairs.join, pairs.conversationId, nth);
    const seen = await whileThere(() => findPair(parts.db, pairs, side));
    const waiting = seen?.state === 'waiting' ? await waitingEvent(seen, reaction, parts) : undefined;
    const ready = seen && waiting && (await prepareIfMet({ arrival, waiting, id: idOf(seen) }, seen, parts));

    const keep = async (tx: Transaction<object>): Promise<readonly StoredOutput[]> => {
      const dueMs = record.appendedMs + reaction.withinMs;
      if (await keepEvent(tx, { ...pairs, side, eventId: event.envelope.id, dueMs, record })) return [];
      throw overtaken();
    };

    let became: PairOutcome | undefined;
    const conclude: Conclude = async (tx) => {
      if (tx === undefined) throw new TroupeError('DEFINITION_INVALID', 'A join runs inside a decision only');
      became = undefined;
      const row = await lockPair(tx, pairs, side);
      if (row?.nth !== seen?.nth || row?.state !== seen?.state) throw overtaken();
      if (row === undefined) return keep(tx);
      const pairing = pairingWith(row, arrival);
      const state = pairing.kind === 'meet' ? 'met' : 'lapsed';
      await closePair(tx, row, state, { side, eventId: event.envelope.id });
      // Without an event that waits the pair was closed before, and counted then.
      if (waiting === undefined) return [];
      became = state;
      const id = idOf(row);
      if (pairing.kind === 'meet') return concludeBoth({ arrival, waiting, id, ready }, tx, parts);
      const alone = pairing.kind === 'lapse' && pairing.alone === side ? event : waiting.event;
      return concludeAlone({ event: alone, id, reaction }, { tx, arrival }, parts);
    };
    return { conclude, settle: () => countPair(parts, became) };
  },
});
