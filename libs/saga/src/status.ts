import type { SagaState } from './fold.ts';
import { isPaused, isStopped } from './instructions.ts';
import type { SagaOutcome } from './saga-view.ts';
import { isUnlisted, type StepState } from './step-state.ts';

/**
 * Where an instance stands: facts came before the event that starts it · waiting for steps · all went well (it may still
 * be cancelled) · rejected or cancelled, and waiting until participants have undone their part · undone everywhere · whatever it was, an operator holds it up.
 */
export const SAGA_STATUSES = ['awaiting-start', 'running', 'completed', 'rolling-back', 'closed', 'paused'] as const;

/** One of `SAGA_STATUSES`. */
export type SagaStatus = (typeof SAGA_STATUSES)[number];

/** Where an instance stands but for a pause. */
export type Standing = Exclude<SagaStatus, 'paused'>;

/** Whether something was done about a late completion of this step. */
export const isLateDone = ({ taken }: SagaState, { name }: StepState): boolean => taken.has(`late:${name}`);

/** Whether it was resolved again because of this step. */
export const isReopening = (state: SagaState, step: StepState): boolean =>
  step.definition.late === 'reopen' && step.isAccepted && isLateDone(state, step);

/** Whether it was resolved again. */
export const isReopened = (state: SagaState): boolean =>
  !isStopped(state) && state.steps.some((step) => isReopening(state, step));

/**
 * How it came out, as far as that is known. A cancellation that is read after the rejection changes nothing, unless the
 * saga is reopened by what it lacked.
 */
export const outcome = (state: SagaState): SagaOutcome | undefined => {
  const { start, taken, cancel } = state;
  if (start === undefined) return undefined;
  const isRejected = taken.has('rejected') && !isReopened(state);
  if (isRejected) return 'rejected';
  if (cancel !== undefined) return 'cancelled';
  return taken.has('completed') || taken.has('rejected') ? 'completed' : undefined;
};

/** Where the instance stands, derived from its facts alone, whether or not it is held up. */
export const standing = (state: SagaState): Standing => {
  if (state.start === undefined) return 'awaiting-start';
  const known = outcome(state);
  if (known === undefined) return 'running';
  if (known === 'completed') return 'completed';
  return state.taken.has('closed') ? 'closed' : 'rolling-back';
};

/** Where the instance stands, derived from its facts alone. */
export const status = (state: SagaState): SagaStatus => {
  const where = standing(state);
  return where !== 'completed' && where !== 'closed' && isPaused(state) ? 'paused' : where;
};

/**
 * Whether a rollback need not wait for this step any more: it has nothing to undo, or said that it has undone it. One
 * that is undecided is waited for, because it may still do its part before it reads that it shall not; so is one whose
 * items are not known, until its deadline.
 */
export const isUndone = (step: StepState): boolean => {
  const { definition, verdict, compensation, refusal, completion } = step;
  if (definition.compensatedBy === undefined || compensation !== undefined) return true;
  if (isUnlisted(step)) return verdict !== 'undecided';
  return refusal !== undefined && completion === undefined;
};
