import { openSteps, standing, status, type SagaState, type StepDefinition, type StepState } from '@troupe/saga';

/** What an instance waits for. */
export interface Awaited {
  readonly step: string;
  /** Any of these event types. */
  readonly events: readonly string[];
  /** Until when, in milliseconds since 1970 UTC; null where there is no deadline, and while it is paused. */
  readonly dueMs: number | null;
  /** What its agent holds among its dead letters, if it does: until somebody looks after that, it may wait in vain. */
  readonly held: AwaitedHold | null;
}

/** A dead letter that something waits for. */
export interface AwaitedHold {
  readonly agent: string;
  /** Type of the event that is held. */
  readonly type: string;
  readonly code: string;
  readonly letter: string;
  /** Since when, in milliseconds since 1970 UTC. */
  readonly sinceMs: number;
}

const heldOf = ({ hold }: StepState): AwaitedHold | null => {
  if (hold === undefined) return null;
  const { agent, type, code, letter } = hold.data;
  return { agent, type, code, letter, sinceMs: hold.event.appendedMs };
};

const answersTo = ({ completedBy, failedBy }: StepDefinition) => [completedBy, ...failedBy];
const undoneBy = ({ compensatedBy }: StepDefinition) => (compensatedBy === undefined ? [] : [compensatedBy]);

/** The events that would move an instance on, by step. */
export const awaitedBy = (state: SagaState): readonly Awaited[] => {
  const isUndoing = standing(state) === 'rolling-back';
  const hasDeadlines = !isUndoing && status(state) !== 'paused';
  return openSteps(state).map((step) => ({
    step: step.name,
    events: (isUndoing ? undoneBy : answersTo)(step.definition).map(({ type }) => type),
    dueMs: hasDeadlines ? (step.dueMs ?? null) : null,
    held: heldOf(step),
  }));
};
