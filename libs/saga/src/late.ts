import type { SagaState } from './fold.ts';
import { joined } from './join.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { isLateDone, outcome } from './status.ts';
import type { StepState } from './step-state.ts';
import { lateSteps } from './view.ts';

/** As if what came too late had been in time, where that reopens the saga. */
const forgiven = (state: SagaState): SagaState => {
  const late = new Set(lateSteps(state));
  const steps = state.steps.map((step): StepState =>
    late.has(step) && step.definition.late === 'reopen' && step.isAccepted ? { ...step, verdict: 'completed' } : step,
  );
  return { ...state, steps };
};

const isDue = (definition: SagaDefinition, state: SagaState, step: StepState): boolean => {
  if (step.definition.late !== 'reopen' || !step.isAccepted || outcome(state) === 'completed') return true;
  const { cancel, failure } = state;
  return cancel === undefined && failure === undefined && joined(definition, forgiven(state)) === 'complete';
};

/** A late completion about which something is to be done, if there is one. */
export const lateDue = (definition: SagaDefinition, state: SagaState): StepState | undefined =>
  lateSteps(state).find((step) => !isLateDone(state, step) && isDue(definition, state, step));
