import { timerId } from '@troupe/contracts';
import { WHOLE, type TimerFact } from './fact.ts';
import type { SagaState } from './fold.ts';
import { isAwaitingDeadlines } from './rollback.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { outcome, status } from './status.ts';

/** Whether what comes too late may still be added, or reopen it: then it has to be known of every step what became of it. */
const isLateAwaited = (state: SagaState): boolean =>
  outcome(state) === 'rejected' &&
  state.steps.some(({ verdict }) => verdict === 'undecided') &&
  state.steps.some(({ definition }) => ['append', 'reopen'].includes(definition.late));

/** Whether it still matters which deadlines pass: for the outcome, for the rollback, or for what may come too late. */
const areCounting = (definition: SagaDefinition, state: SagaState): boolean => {
  switch (status(state)) {
    case 'running':
      return true;
    case 'rolling-back':
      return isAwaitingDeadlines(definition, state) || isLateAwaited(state);
    case 'closed':
      return isLateAwaited(state);
    case 'awaiting-start':
    case 'completed':
    case 'paused':
      return false;
  }
};

/**
 * The deadlines that still matter, each as the fact that it becomes once it has passed in log time; the nearest first.
 */
export const deadlines = (definition: SagaDefinition, state: SagaState): readonly TimerFact[] => {
  if (!areCounting(definition, state)) return [];
  const factOf = (name: string, dueMs: number): TimerFact => ({
    kind: 'timer',
    id: timerId(definition.name, state.conversationId, name),
    step: name,
    dueMs,
  });
  const steps = state.steps.flatMap(({ verdict, timer }) =>
    verdict === 'undecided' && timer !== undefined ? [factOf(timer.name, timer.dueMs)] : [],
  );
  const whole = state.dueMs === undefined || state.isOverdue ? [] : [factOf(WHOLE, state.dueMs)];
  return [...steps, ...whole].toSorted((one, other) => one.dueMs - other.dueMs);
};
