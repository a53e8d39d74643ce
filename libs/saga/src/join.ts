import { byLogOrder } from './fact.ts';
import type { SagaState } from './fold.ts';
import type { JoinVerdict, SagaDefinition } from './saga-definition.ts';
import { isUnlisted, type StepState } from './step-state.ts';
import { viewOf } from './view.ts';

const isUndecided = ({ verdict }: StepState): boolean => verdict === 'undecided';
const isCompleted = ({ verdict }: StepState): boolean => verdict === 'completed';

const all = (steps: readonly StepState[]): JoinVerdict => {
  if (steps.every((step) => isCompleted(step) || step.isExcused)) return 'complete';
  return steps.every((step) => isUndecided(step) || isCompleted(step) || step.isExcused) ? 'undecided' : 'lost';
};

const atLeast = (needed: number, steps: readonly StepState[]): JoinVerdict => {
  const completed = steps.filter(isCompleted).length;
  if (completed >= needed) return 'complete';
  const open = steps.filter(isUndecided);
  return open.some(isUnlisted) || completed + open.length >= needed ? 'undecided' : 'lost';
};

/** Without what its rule asks for it is lost, unless it says to take what there is, once nothing more can come. */
const short = ({ withoutAnswers }: SagaDefinition, { steps }: SagaState): JoinVerdict => {
  if (withoutAnswers === 'reject') return 'lost';
  if (steps.some(isUndecided)) return 'undecided';
  return steps.some(isCompleted) ? 'complete' : 'lost';
};

const byCondition = (definition: SagaDefinition, state: SagaState): JoinVerdict => {
  const verdict = definition.condition?.(viewOf(state)) ?? 'lost';
  return verdict === 'undecided' && !state.steps.some(isUndecided) ? short(definition, state) : verdict;
};

/** What its steps mean for the saga. */
export const joined = (definition: SagaDefinition, state: SagaState): JoinVerdict => {
  const { join } = definition;
  if (join === 'all') return all(state.steps);
  if (join === 'by-condition') return byCondition(definition, state);
  const verdict = atLeast(join === 'any' ? 1 : join.atLeast, state.steps);
  return verdict === 'lost' ? short(definition, state) : verdict;
};

/** The steps that a completion is made of, where not every one is: of those that are there, the first in the log. */
export const countedIn = ({ join }: SagaDefinition, { steps }: SagaState): readonly string[] | undefined => {
  if (join === 'all') return undefined;
  const byTime = steps.filter(isCompleted).toSorted((one, other) => {
    const [a, b] = [one.completion, other.completion];
    return a === undefined || b === undefined ? 0 : byLogOrder(a, b);
  });
  const needed = join === 'by-condition' ? byTime.length : join === 'any' ? 1 : join.atLeast;
  return byTime.slice(0, needed).map(({ name }) => name);
};
