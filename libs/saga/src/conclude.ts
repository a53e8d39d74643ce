import { TroupeError, type Draft } from '@troupe/contracts';
import type { Due } from './due.ts';
import type { SagaState } from './fold.ts';
import { joined } from './join.ts';
import type { Ask, SagaDefinition } from './saga-definition.ts';
import { outcome } from './status.ts';
import type { StepState } from './step-state.ts';
import { lateCompletionOf, viewOf } from './view.ts';

/** The same draft, where the definition says that it publishes such. @throws TroupeError UNDECLARED_PUBLISH */
export const declared = ({ name, publishes }: SagaDefinition, draft: Draft): Draft => {
  if (publishes.some(({ type }) => type === draft.type)) return draft;
  throw new TroupeError(
    'UNDECLARED_PUBLISH',
    `Saga '${name}' concluded ${draft.type} without declaring it: add it to 'publishes'`,
  );
};

const asked = (ask: Ask | undefined, state: SagaState, { item = '' }: StepState): Draft | undefined =>
  ask?.(viewOf(state), item);

/** What is published about a late completion; nothing where it is only recorded, or undone with the rest. */
const aboutLate = (definition: SagaDefinition, state: SagaState, step: StepState): Draft | undefined => {
  const [late] = lateCompletionOf(state, step);
  switch (late?.policy) {
    case 'append':
      return definition.onAppended?.(viewOf(state), late);
    case 'reopen':
      return definition.onCompleted(viewOf(state));
    case 'compensate':
      return outcome(state) === 'completed' ? asked(step.definition.asks.undo, state, step) : undefined;
    case 'ignore':
    case undefined:
      return undefined;
  }
};

const aboutStep = (definition: SagaDefinition, state: SagaState, { name, step }: Due): Draft | undefined => {
  if (step === undefined) return undefined;
  const { asks } = step.definition;
  if (name.startsWith('begin:')) return asked(asks.begin, state, step);
  if (name.startsWith('overdue:')) return asked(asks.overdue, state, step);
  if (name.startsWith('undo:')) return asked(asks.undo, state, step);
  return aboutLate(definition, state, step);
};

/** Whether an operator has it complete though steps are missing. */
const isForced = (definition: SagaDefinition, state: SagaState, { because }: Due): boolean =>
  because !== undefined && joined(definition, state) !== 'complete';

const completion = (definition: SagaDefinition, state: SagaState, due: Due) => {
  const { onForced, onCompleted } = definition;
  return isForced(definition, state, due) ? (onForced ?? onCompleted) : onCompleted;
};

const rejection = ({ onRevoked, onRejected }: SagaDefinition, { taken }: SagaState) =>
  taken.has('completed') ? (onRevoked ?? onRejected) : onRejected;

/**
 * The event that a decision is told by, made of the state in which it is taken; undefined when it is only kept.
 * @throws TroupeError UNDECLARED_PUBLISH · whatever a function of the definition throws
 */
export const draftOf = (definition: SagaDefinition, state: SagaState, due: Due): Draft | undefined => {
  const draftOfSaga = (): Draft | undefined => {
    switch (due.name) {
      case 'completed':
        return completion(definition, state, due)(viewOf(state));
      case 'rejected':
        return rejection(definition, state)(viewOf(state));
      case 'closed':
        return definition.onClosed?.(viewOf(state));
      default:
        return aboutStep(definition, state, due);
    }
  };
  const draft = draftOfSaga();
  return draft && declared(definition, draft);
};

/**
 * What the parent is told with a decision: one result, and that it was undone. What was completed and is taken back is no
 * other result, and neither is what was resolved again.
 * @throws TroupeError UNDECLARED_PUBLISH · whatever a function of the definition throws
 */
export const reportOf = (definition: SagaDefinition, state: SagaState, due: Due): Draft | undefined => {
  const { reports } = definition;
  const reportOfSaga = (): Draft | undefined => {
    switch (due.name) {
      case 'completed':
        return (isForced(definition, state, due) ? reports?.forced : reports?.completed)?.(viewOf(state));
      case 'rejected':
        return state.taken.has('completed') ? undefined : reports?.rejected(viewOf(state));
      case 'closed':
        return reports?.closed?.(viewOf(state));
      default:
        return undefined;
    }
  };
  const report = reportOfSaga();
  return report && declared(definition, report);
};
