import type { Event } from '@troupe/contracts';
import type { Kysely, Transaction } from 'kysely';
import { contextOf, type Arrival } from '../delivery/conclude.ts';
import type { Conclude } from '../delivery/decider.ts';
import { outputsOf } from '../delivery/outputs.ts';
import type { PipelineParts } from '../delivery/pipeline-parts.ts';
import { reachOf } from '../delivery/reach.ts';
import { readEvent } from '../delivery/read-event.ts';
import type { JoinReaction } from '../reaction.ts';
import type { StoredOutput } from '../store/decision.ts';
import { jointEnvelope, pairId, type Logged } from './joint-cause.ts';
import { pairingOf, type Side } from './pairing.ts';
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
  arrive(arrival: JoinArrival): Promise<Conclude>;
}

/** What joins are made of. */
export type JoinParts = Pick<PipelineParts, 'agent' | 'codec' | 'clock'> & { readonly db: Kysely<JoinTables> };

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
  context: { readonly tx: Transaction<object>; readonly arrival: Pick<Arrival, 'log' | 'signal'> },
  { agent, codec, clock }: JoinParts,
): Promise<readonly StoredOutput[]> => {
  const { event, id, reaction } = alone;
  const timeMs = clock();
  if (reachOf(event.envelope, timeMs) !== 'open') return [];
  const conclusion = await reaction.otherwise?.(event, contextOf(context.arrival, context.tx, timeMs));
  return outputsOf(conclusion, { agent, envelope: event.envelope, inputId: id, timeMs }, codec);
};

const concludeBoth = async (
  meeting: { readonly arrival: JoinArrival; readonly waiting: Logged; readonly id: string },
  tx: Transaction<object>,
  { agent, codec, clock }: JoinParts,
): Promise<readonly StoredOutput[]> => {
  const { arrival, waiting, id } = meeting;
  const arrived: Logged = { event: arrival.event, appendedMs: arrival.record.appendedMs };
  const isFirst = sideOf(arrival.reaction, arrival.event.type) === 'first';
  const [first, second] = isFirst ? [arrived.event, waiting.event] : [waiting.event, arrived.event];
  const timeMs = clock();
  const envelope = jointEnvelope(arrived, waiting);
  if (reachOf(envelope, timeMs) !== 'open') return [];
  const conclusion = await arrival.reaction.handle(first, second, contextOf(arrival, tx, timeMs));
  return outputsOf(conclusion, { agent, envelope, inputId: id, timeMs }, codec);
};

const overtaken = (): Error =>
  new Error('another instance changed this conversation at the same moment: the next attempt sees what it did');

/** Joins over the tables of an agent's own schema. */
export const createJoins = (parts: JoinParts): Joins => ({
  arrive: async (arrival) => {
    const { event, record, reaction } = arrival;
    const side = sideOf(reaction, event.type);
    const pairs = { join: joinName(parts.agent.name, reaction), conversationId: event.envelope.conversationId };
    const seen = await whileThere(() => findPair(parts.db, pairs, side));
    const waiting = seen?.state === 'waiting' ? await waitingEvent(seen, reaction, parts) : undefined;

    const keep = async (tx: Transaction<object>): Promise<readonly StoredOutput[]> => {
      const dueMs = record.appendedMs + reaction.withinMs;
      if (await keepEvent(tx, { ...pairs, side, eventId: event.envelope.id, dueMs, record })) return [];
      throw overtaken();
    };

    return async (tx) => {
      if (tx === undefined) throw new Error('a join runs inside a decision only');
      const row = await lockPair(tx, pairs, side);
      if (row?.nth !== seen?.nth || row?.state !== seen?.state) throw overtaken();
      if (row === undefined) return keep(tx);
      const pairing = pairingOf(pairOf(row), { side, appendedMs: record.appendedMs }, reaction.withinMs);
      await closePair(tx, row, pairing.kind === 'meet' ? 'met' : 'lapsed', { side, eventId: event.envelope.id });
      if (waiting === undefined) return [];
      const id = pairId(pairs.join, pairs.conversationId, row.nth);
      if (pairing.kind === 'meet') return concludeBoth({ arrival, waiting, id }, tx, parts);
      const alone = pairing.kind === 'lapse' && pairing.alone === side ? event : waiting.event;
      return concludeAlone({ event: alone, id, reaction }, { tx, arrival }, parts);
    };
  },
});
