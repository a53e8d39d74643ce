import { timerId } from '@troupe/contracts';
import type { TimerFact } from './fact.ts';
import type { SagaState } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';

/**
 * The deadlines that still matter, each as the fact that it becomes once it has passed in log time; the nearest first.
 * None unless the saga is running.
 */
export const deadlines = ({ name: saga }: SagaDefinition, state: SagaState): readonly TimerFact[] => {
  if (status(state) !== 'running') return [];
  return state.steps
    .flatMap(({ definition: { name: step }, verdict, dueMs }): TimerFact[] =>
      verdict === 'undecided' && dueMs !== undefined
        ? [{ kind: 'timer', id: timerId(saga, state.conversationId, step), step, dueMs }]
        : [],
    )
    .toSorted((one, other) => one.dueMs - other.dueMs);
};
