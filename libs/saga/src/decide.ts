import { sagaDecisionId, TroupeError, type Draft } from '@troupe/contracts';
import { byLogOrder, type DecisionFact, type DecisionName, type EventFact } from './fact.ts';
import type { SagaState } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { isUndone, status } from './status.ts';
import { viewOf } from './view.ts';

/** A decision to be stored and published. Its id is the same whichever fact came last. */
export interface SagaDecision {
  readonly fact: DecisionFact;
  readonly draft: Draft;
  /** The event that completed it: the last one in log time that it rests on. */
  readonly causationId: string;
}

/** What follows from a state. */
export interface Conclusion {
  /** In the order in which they are to be published. */
  readonly decisions: readonly SagaDecision[];
  /** The state once they are taken. */
  readonly state: SagaState;
}

const isSoFarGood = ({ steps }: SagaState): boolean =>
  steps.every(({ definition, verdict }) => verdict === 'completed' || (definition.optional && verdict !== 'undecided'));

const isLost = ({ steps }: SagaState): boolean =>
  steps.some(({ definition, verdict }) => !definition.optional && (verdict === 'failed' || verdict === 'timed-out'));

/** What is due to be decided in this state, if anything. */
const due = (state: SagaState): DecisionName | undefined => {
  switch (status(state)) {
    case 'running':
      if (isLost(state)) return 'rejected';
      return isSoFarGood(state) ? 'completed' : undefined;
    case 'rolling-back':
      return state.steps.every(isUndone) ? 'closed' : undefined;
    case 'awaiting-start':
    case 'completed':
    case 'closed':
      return undefined;
  }
};

const last = (events: readonly (EventFact | undefined)[]): string | undefined =>
  events
    .filter((event) => event !== undefined)
    .toSorted(byLogOrder)
    .at(-1)?.id;

const refusalsIn = ({ steps }: SagaState): readonly (EventFact | undefined)[] =>
  steps.map(({ verdict, refusal }) => (verdict === 'failed' ? refusal : undefined));

const causeOf = (name: DecisionName, state: SagaState): string | undefined => {
  const { start, cancel, steps, taken } = state;
  switch (name) {
    case 'completed':
      return last([start, ...steps.map(({ completion }) => completion), ...refusalsIn(state)]);
    case 'rejected':
      // A deadline that passed is no event: then it is the start that nobody answered.
      return last(refusalsIn(state)) ?? start?.id;
    case 'closed':
      return last(steps.map(({ compensation }) => compensation)) ?? taken.get('rejected')?.id ?? cancel?.id;
  }
};

const draftOf = (name: DecisionName, definition: SagaDefinition, state: SagaState): Draft => {
  const on = { completed: definition.onCompleted, rejected: definition.onRejected, closed: definition.onClosed };
  const draft = on[name](viewOf(state));
  if (definition.publishes.some(({ type }) => type === draft.type)) return draft;
  throw new TroupeError(
    'UNDECLARED_PUBLISH',
    `Saga '${definition.name}' concluded ${draft.type} without declaring it: add it to 'publishes'`,
  );
};

const take = (name: DecisionName, definition: SagaDefinition, state: SagaState, decidedMs: number): Conclusion => {
  const { conversationId, taken } = state;
  const id = sagaDecisionId(definition.name, conversationId, name);
  const fact: DecisionFact = { kind: 'decision', id, decision: name, decidedMs };
  const after = { ...state, taken: new Map([...taken, [name, fact]]) };
  const draft = draftOf(name, definition, after);
  // Whatever is decided rests on facts, and has at least one of them as its cause.
  const causationId = causeOf(name, state) ?? conversationId;
  return { decisions: [{ fact, draft, causationId }], state: after };
};

/**
 * Takes every decision that is due, one after the other until none is. Deciding again on the state that comes out gives
 * nothing. `nowMs` is when they are taken, in milliseconds since 1970 UTC.
 * @throws TroupeError UNDECLARED_PUBLISH · whatever a function of the definition throws
 */
export const decide = (definition: SagaDefinition, state: SagaState, nowMs: number): Conclusion => {
  const name = due(state);
  if (name === undefined) return { decisions: [], state };
  const first = take(name, definition, state, nowMs);
  const rest = decide(definition, first.state, nowMs);
  return { decisions: [...first.decisions, ...rest.decisions], state: rest.state };
};
