import type { Event } from '@troupe/contracts';
import { fromHeaders, type IncomingRecord } from '@troupe/messaging';
import type { Transaction } from 'kysely';
import type { Concluding } from '../delivery/decider.ts';
import type { PipelineParts, Refusal } from '../delivery/pipeline-parts.ts';
import type { StoredOutput } from '../store/decision.ts';
import { exhaustionIn, pathEnd, tellExhausted, type Exhaustion } from './exhaustion.ts';

/** Whether anything may be concluded from an event. */
export interface Admission {
  /** Why not, if not. */
  readonly refusal?: Refusal;
  /** What is to be run inside the decision: that of `concludeFrom`; or what says that something is used up. */
  begin(concludeFrom: () => Promise<Concluding>): Promise<Concluding>;
}

const REFUSALS: Readonly<Partial<Record<Exhaustion['resource'], Refusal>>> = {
  hops: 'hops-spent',
  deadline: 'deadline-passed',
};

const refused = (exhaustion: Exhaustion, event: Event, parts: PipelineParts): Admission => {
  const { agent, codec, clock, limits } = parts;
  const { envelope } = event;
  const { conversationId } = envelope;
  const { resource } = exhaustion;
  const refusal = REFUSALS[resource] ?? 'events-spent';
  const isNews = limits.isNews(conversationId, resource);
  const conclude: Concluding['conclude'] = async (tx) => {
    if (!isNews) return [];
    const timeMs = tx === undefined ? envelope.timeMs : clock();
    return tellExhausted([exhaustion], { tx, cause: { agent, envelope, inputId: envelope.id, timeMs }, codec, limits });
  };
  const settle = (): void => limits.told(conversationId, resource);
  return { refusal, begin: () => Promise.resolve({ conclude, settle }) };
};

/** Hops and deadline end every path of events, the events of a conversation every storm. */
export const admit = (event: Event, parts: PipelineParts): Admission => {
  const { envelope } = event;
  const usedUp = pathEnd(envelope, parts.clock()) ?? parts.limits.usedUp(envelope.conversationId);
  return usedUp === undefined ? { begin: (concludeFrom) => concludeFrom() } : refused(usedUp, event, parts);
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
