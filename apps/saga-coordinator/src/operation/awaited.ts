import { deadlines, openSteps, status, type SagaDefinition, type SagaState, type StepDefinition } from '@troupe/saga';

/** What an instance waits for. */
export interface Awaited {
  readonly step: string;
  /** Any of these event types. */
  readonly events: readonly string[];
  /** Until when, in milliseconds since 1970 UTC; null where there is no deadline. */
  readonly dueMs: number | null;
}

const answersTo = ({ completedBy, failedBy }: StepDefinition) => [completedBy, ...failedBy];
const undoneBy = ({ compensatedBy }: StepDefinition) => (compensatedBy === undefined ? [] : [compensatedBy]);

/** The events that would move an instance on, by step. */
export const awaitedBy = (definition: SagaDefinition, state: SagaState): readonly Awaited[] => {
  const due = new Map(deadlines(definition, state).map(({ step, dueMs }) => [step, dueMs]));
  const expected = status(state) === 'rolling-back' ? undoneBy : answersTo;
  const open = new Set(openSteps(state));
  return definition.steps
    .filter(({ name }) => open.has(name))
    .map((step) => ({
      step: step.name,
      events: expected(step).map(({ type }) => type),
      dueMs: due.get(step.name) ?? null,
    }));
};
