import { byLogOrder } from './fact.ts';
import type { SagaState } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { isUndone } from './status.ts';
import { isUnlisted, type StepState } from './step-state.ts';
import { viewOf } from './view.ts';

/** What a rollback has to do next. */
export type RollbackStep =
  { readonly kind: 'undo'; readonly step: StepState } | { readonly kind: 'wait' } | { readonly kind: 'close' };

/**
 * Whether its participant would be a child that nobody has begun: there is no such conversation, and so nobody who could
 * say that it has undone its part. Nor is it begun any more: a saga that rolls back asks nobody to begin.
 */
const isUnbegunChild = (state: SagaState, { definition, name, item = '', completion }: StepState): boolean => {
  const { begin, undo } = definition.asks;
  if (begin === undefined || completion !== undefined || state.taken.has(`begin:${name}`)) return false;
  if (state.instructions.some(({ data: { action, step } }) => action === 'retry' && step === name)) return false;
  return undo?.(viewOf(state), item).startsConversation !== undefined;
};

/** Whether its participant has to be asked: it may have done its part, unless it said no in time. */
const isToUndo = (state: SagaState, step: StepState): boolean => {
  const { definition, verdict, answer, completion } = step;
  if (definition.compensatedBy === undefined || isUnlisted(step) || isUnbegunChild(state, step)) return false;
  return verdict !== 'failed' || answer === completion;
};

/** The last completion first; what may still complete would be the last. */
const inReverse = (steps: readonly StepState[]): readonly StepState[] =>
  steps.toReversed().toSorted(({ completion: one }, { completion: other }) => {
    if (one !== undefined && other !== undefined) return byLogOrder(other, one);
    return Number(one !== undefined) - Number(other !== undefined);
  });

/** Asked by the rollback, or before it: what came late to a completed saga was asked to be undone at once. */
const isAsked = ({ taken }: SagaState, { name, definition }: StepState): boolean =>
  taken.has(`undo:${name}`) ||
  (definition.late === 'compensate' && taken.has(`late:${name}`) && !taken.has('rejected'));

/** Whether it has to be known what becomes of a step before any is undone, lest one is undone before its successor. */
const isOpen = (state: SagaState, step: StepState): boolean => {
  const { definition, verdict, compensation } = step;
  if (definition.compensatedBy === undefined || compensation !== undefined || verdict !== 'undecided') return false;
  return isUnlisted(step) || !isUnbegunChild(state, step);
};

const nextInReverse = (state: SagaState): RollbackStep => {
  if (state.steps.some((step) => isOpen(state, step))) return { kind: 'wait' };
  const left = inReverse(state.steps.filter((step) => isToUndo(state, step) && step.compensation === undefined));
  const [next] = left;
  if (next === undefined) return { kind: 'close' };
  return left.some((step) => isAsked(state, step)) ? { kind: 'wait' } : { kind: 'undo', step: next };
};

/** What is to be done in a saga that is rolling back. */
export const nextInRollback = ({ rollback }: SagaDefinition, state: SagaState): RollbackStep => {
  if (rollback === 'in-reverse') return nextInReverse(state);
  return { kind: state.steps.every(isUndone) ? 'close' : 'wait' };
};

/** Whether a rollback rests on deadlines: it waits until it is known what became of a step. */
export const isAwaitingDeadlines = ({ rollback }: SagaDefinition, state: SagaState): boolean =>
  state.steps.some((step) => isOpen(state, step) && (rollback === 'in-reverse' || isUnlisted(step)));
