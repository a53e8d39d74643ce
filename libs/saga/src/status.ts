import type { SagaState, StepState } from './fold.ts';
import type { SagaOutcome } from './saga-view.ts';

/**
 * Where an instance stands: facts came before the event that starts it · waiting for steps · all went well (it may still
 * be cancelled) · rejected or cancelled, and waiting until participants have undone their part · undone everywhere.
 */
export const SAGA_STATUSES = ['awaiting-start', 'running', 'completed', 'rolling-back', 'closed'] as const;

/** One of `SAGA_STATUSES`. */
export type SagaStatus = (typeof SAGA_STATUSES)[number];

/** How it came out, as far as that is known. A cancellation that is read after the rejection changes nothing. */
export const outcome = ({ start, taken, cancel }: SagaState): SagaOutcome | undefined => {
  if (start === undefined) return undefined;
  if (taken.has('rejected')) return 'rejected';
  if (cancel !== undefined) return 'cancelled';
  return taken.has('completed') ? 'completed' : undefined;
};

/** Where the instance stands, derived from its facts alone. */
export const status = (state: SagaState): SagaStatus => {
  if (state.start === undefined) return 'awaiting-start';
  if (state.taken.has('closed')) return 'closed';
  const known = outcome(state);
  if (known === undefined) return 'running';
  return known === 'completed' ? 'completed' : 'rolling-back';
};

/**
 * Whether a rollback need not wait for this step any more: it has nothing to undo, or said that it has undone it. One
 * that is undecided is waited for, because it may still do its part before it reads that it shall not.
 */
export const isUndone = ({ definition, compensation, refusal, completion }: StepState): boolean => {
  if (definition.compensatedBy === undefined || compensation !== undefined) return true;
  return refusal !== undefined && completion === undefined;
};
