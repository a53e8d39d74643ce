import { EventHeld, type EventDefinition, type EventHeldData } from '@troupe/contracts';
import type { EventIndex } from './event-index.ts';
import type { EventFact } from './fact.ts';
import type { SagaDefinition } from './saga-definition.ts';

/** Whose held events hold a step up. */
export interface HeldBy {
  readonly agent: string;
  /** Only events of these types. None: any of the conversation, for an agent that holds one lets the later ones wait too. */
  readonly of: readonly EventDefinition[];
}

/** What a held event means for its step: it is shown as held until it is answered or its time is up · it fails at once. */
export type IfHeld = 'wait' | 'fail';

/** What is held of a step, as far as nothing has come of it since. */
export interface Hold {
  /** The event that says so. */
  readonly event: EventFact;
  readonly data: EventHeldData;
}

/** The codes of what waits by itself for something that will come: for a yes, or for its turn. */
const WAITS: ReadonlySet<string> = new Set(['APPROVAL_REQUIRED', 'PARKED']);

// The type says what data the event carries.
const holdIn = (event: EventFact): Hold => ({ event, data: event.data as EventHeldData });

const isOf =
  ({ agent, of }: HeldBy) =>
  ({ data }: Hold): boolean =>
    data.agent === agent && (of.length === 0 || of.some(({ type }) => type === data.type));

/** What was held up of a step, in the order of the log. */
export const holdsOn = (heldBy: HeldBy | undefined, events: EventIndex): readonly Hold[] =>
  heldBy === undefined ? [] : events.all(EventHeld).map(holdIn).filter(isOf(heldBy));

/** The first event that says that it fails: what is held for good, until somebody looks after it. */
export const failingHold = (holds: readonly Hold[], ifHeld: IfHeld, fromMs: number): EventFact | undefined =>
  ifHeld === 'wait'
    ? undefined
    : holds.find(({ event, data }) => event.appendedMs > fromMs && !WAITS.has(data.code))?.event;

/** What holds it up now: nothing where an answer came later. What only waits for its turn does so behind something else. */
export const currentHold = (holds: readonly Hold[], answers: readonly (EventFact | undefined)[]): Hold | undefined => {
  const sinceMs = Math.max(-Infinity, ...answers.map((answer) => answer?.appendedMs ?? -Infinity));
  const left = holds.filter(({ event }) => event.appendedMs > sinceMs);
  return left.findLast(({ data }) => data.code !== 'PARKED') ?? left.at(-1);
};

type Hearing = Pick<SagaDefinition, 'steps' | 'startedBy' | 'cancelledBy' | 'failedBy' | 'hears'>;

/** Whether an event that says that something is held can concern a saga. */
export const concernsHeld = ({ steps, startedBy, cancelledBy, failedBy, hears }: Hearing, data: unknown): boolean => {
  // As above.
  const { agent } = data as EventHeldData;
  const isAny = [...startedBy, cancelledBy, ...failedBy, ...hears].some((each) => each?.type === EventHeld.type);
  return isAny || steps.some(({ heldBy }) => heldBy?.agent === agent);
};
