import { byLogOrder, type EventFact, type SagaFact } from './fact.ts';
import type { SagaState } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { isUndone, standing } from './status.ts';
import type { StepState } from './step-state.ts';

/** What an instance is found by, besides its names and its status. */
export interface Listing {
  /** When the log took the event that started it; before that, the first event. Milliseconds since 1970 UTC. */
  readonly startedMs: number | undefined;
  /** What its definition says that people know it by. */
  readonly businessKey: string | undefined;
  readonly openSteps: readonly string[];
}

/** Longer keys are cut: a key is for finding, and what it was made of is in the start event. */
const LONGEST_KEY = 200;

const isExpected = ({ verdict, beganMs }: StepState): boolean => verdict === 'undecided' && beganMs !== undefined;

/** The steps of which something is expected: an answer while it runs, an undo while it is rolled back; also while it is paused. */
export const openSteps = (state: SagaState): readonly StepState[] => {
  switch (standing(state)) {
    case 'running':
      return state.steps.filter(isExpected);
    case 'rolling-back':
      return state.steps.filter((step) => !isUndone(step));
    case 'awaiting-start':
    case 'completed':
    case 'closed':
      return [];
  }
};

/** What an instance is found by, derived from its facts alone. @throws whatever `businessKey` of the definition throws */
export const listingOf = (
  { businessKey }: Pick<SagaDefinition, 'businessKey'>,
  state: SagaState,
  facts: readonly SagaFact[],
): Listing => {
  const events = facts.filter((fact): fact is EventFact => fact.kind === 'event');
  const first = state.start ?? events.toSorted(byLogOrder)[0];
  return {
    startedMs: first?.appendedMs,
    businessKey: state.start && businessKey?.(state.start.data).slice(0, LONGEST_KEY),
    openSteps: openSteps(state).map(({ name }) => name),
  };
};
