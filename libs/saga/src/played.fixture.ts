import { deadlines } from './deadlines.ts';
import { decide, type SagaDecision } from './decide.ts';
import type { EventFact, SagaFact } from './fact.ts';
import { fold, type SagaState } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';
import { T0 } from './trip.fixture.ts';

/** One conversation as a coordinator follows it: what lies unread in its log, and what is stored of it. */
export interface Played {
  readonly definition: SagaDefinition;
  readonly conversationId: string;
  unread: EventFact[];
  facts: SagaFact[];
  /** In the order in which they were taken. */
  decisions: SagaDecision[];
  /** What contradicts a promise, in words. */
  broken: string[];
}

/** What follows from a decision; it is told with the state from before. */
export type Hear = (decision: SagaDecision, before: SagaState) => void;

/** A conversation of which nothing has been read. */
export const unreadConversation = (
  definition: SagaDefinition,
  conversationId: string,
  unread: readonly EventFact[],
): Played => ({ definition, conversationId, unread: [...unread], facts: [], decisions: [], broken: [] });

/** Where it stands, from stored facts alone. */
export const stateOf = ({ definition, conversationId, facts }: Played): SagaState =>
  fold(definition, { conversationId, facts });

/** A timer fires only once everything that was appended before it has been read. */
const dueTimers = (played: Played): readonly SagaFact[] =>
  deadlines(played.definition, stateOf(played)).filter(
    ({ dueMs }) => !played.unread.some(({ appendedMs }) => appendedMs <= dueMs),
  );

/** What can be read next, or has passed. */
export const possibleIn = (played: Played): readonly SagaFact[] => [...played.unread, ...dueTimers(played)];

/** The coordinator knows nothing but stored facts: every read is as if it had just been restarted. */
const read = (played: Played, facts: readonly SagaFact[], hear: Hear): void => {
  const { definition } = played;
  played.facts.push(...facts);
  const before = stateOf(played);
  const { decisions, state } = decide(definition, before, T0);
  played.facts.push(...decisions.map(({ fact }) => fact));
  played.decisions.push(...decisions);
  for (const decision of decisions) hear(decision, before);
  if (decide(definition, stateOf(played), T0).decisions.length > 0) played.broken.push('it decided the same again');
  if (status(stateOf(played)) !== status(state)) played.broken.push('it stands elsewhere after a restart');
};

/** What is read next of what is possible: a choice says which, and how much at once. */
export const nextOf = (possible: readonly SagaFact[], choice: number): readonly SagaFact[] =>
  possible.slice(choice % possible.length).slice(0, 1 + (choice % 3));

/** Reads that, and by choice something once more. */
export const readSome = (played: Played, possible: readonly SagaFact[], choice: number, hear: Hear): void => {
  const next = nextOf(possible, choice);
  const again = choice % 4 === 0 && played.facts.length > 0 ? [played.facts[choice % played.facts.length]!] : [];
  // What is read is gone before it is heard: hearing may append.
  played.unread = played.unread.filter((fact) => !next.includes(fact));
  read(played, [...next, ...again], hear);
};
