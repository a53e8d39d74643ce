import { openSteps, standing, status, type SagaState, type StepDefinition } from '@troupe/saga';

/** What an instance waits for. */
export interface Awaited {
  readonly step: string;
  /** Any of these event types. */
  readonly events: readonly string[];
  /** Until when, in milliseconds since 1970 UTC; null where there is no deadline, and while it is paused. */
  readonly dueMs: number | null;
}

const answersTo = ({ completedBy, failedBy }: StepDefinition) => [completedBy, ...failedBy];
const undoneBy = ({ compensatedBy }: StepDefinition) => (compensatedBy === undefined ? [] : [compensatedBy]);

/** The events that would move an instance on, by step. */
export const awaitedBy = (state: SagaState): readonly Awaited[] => {
  const isUndoing = standing(state) === 'rolling-back';
  const hasDeadlines = !isUndoing && status(state) !== 'paused';
  return openSteps(state).map(({ name, definition, dueMs }) => ({
    step: name,
    events: (isUndoing ? undoneBy : answersTo)(definition).map(({ type }) => type),
    dueMs: hasDeadlines ? (dueMs ?? null) : null,
  }));
};
