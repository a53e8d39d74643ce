import type { Event } from '@troupe/contracts';
import { fromHeaders, type IncomingRecord } from '@troupe/messaging';
import type { Transaction } from 'kysely';
import type { Conclude } from '../delivery/decider.ts';
import type { PipelineParts, Refusal } from '../delivery/pipeline-parts.ts';
import { reachOf } from '../delivery/reach.ts';
import type { StoredOutput } from '../store/decision.ts';
import type { Counted } from './conversation-limits.ts';
import { exhaustionIn, tellExhausted, type Exhaustion } from './exhaustion.ts';

/** Whether anything may be concluded from an event. */
export interface Admission {
  /** Why not, if not. */
  readonly refusal?: Refusal;
  /**
   * What is to be run inside the decision: that of `concludeFrom`, counted; or what says that something is used up. What
   * it is to be run for is settled afterwards.
   */
  begin(concludeFrom: () => Promise<Conclude>): Promise<Counted>;
}

const nothing: Conclude = () => Promise.resolve([]);

const refused = (
  refusal: Refusal,
  exhaustion: Exhaustion | undefined,
  event: Event,
  parts: PipelineParts,
): Admission => {
  const { agent, codec, clock, limits } = parts;
  const { envelope } = event;
  if (exhaustion === undefined || !limits.isNews(envelope.conversationId, exhaustion.resource))
    return { refusal, begin: () => Promise.resolve({ conclude: nothing, settle: () => undefined }) };
  const conclude: Conclude = (tx) => {
    const timeMs = tx === undefined ? envelope.timeMs : clock();
    return tellExhausted([exhaustion], { tx, cause: { agent, envelope, inputId: envelope.id, timeMs }, codec, limits });
  };
  const settle = (): void => limits.told(envelope.conversationId, exhaustion.resource);
  return { refusal, begin: () => Promise.resolve({ conclude, settle }) };
};

/** Hops and deadline end every path of events, the events of a conversation every storm. */
export const admit = (event: Event, parts: PipelineParts): Admission => {
  const { conversationId, lamport } = event.envelope;
  const reach = reachOf(event.envelope, parts.clock());
  if (reach === 'hops-spent') return refused(reach, { resource: 'hops', spent: lamport }, event, parts);
  if (reach === 'deadline-passed') return refused(reach, undefined, event, parts);
  const usedUp = parts.limits.usedUp(conversationId);
  if (usedUp !== undefined) return refused('events-spent', usedUp, event, parts);
  return { begin: async (concludeFrom) => parts.limits.counting(conversationId, await concludeFrom()) };
};

/** What is told with a dead letter: what was used up, if that is why. */
export const tellWith = async (
  reason: Error,
  { headers }: IncomingRecord,
  tx: Transaction<object> | undefined,
  { agent, codec, clock, limits }: PipelineParts,
): Promise<readonly StoredOutput[]> => {
  const exhaustion = exhaustionIn(reason);
  if (exhaustion === undefined) return [];
  // Read before: an event without envelope uses nothing up.
  const envelope = fromHeaders(headers);
  return tellExhausted([exhaustion], { tx, cause: { agent, envelope, inputId: envelope.id, timeMs: clock() }, codec, limits }); // prettier-ignore
};
