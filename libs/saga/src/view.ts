import type { EventDefinition } from '@troupe/contracts';
import { byLogOrder, type EventFact } from './fact.ts';
import type { SagaState } from './fold.ts';
import { isStopped, resolvedBy } from './instructions.ts';
import { openingOf } from './opening.ts';
import type { PackagedRow, SagaDefinition } from './saga-definition.ts';
import type { HeardEvent, HeldStep, LateCompletion, Refusal, SagaView } from './saga-view.ts';
import { isLateDone, isReopened, isReopening, outcome, status } from './status.ts';
import { isUnanswered, type StepState } from './step-state.ts';

/** Whether it came late and became part of the result: by itself, or with the others that reopened the saga. */
const isAdded = (state: SagaState, step: StepState): boolean => {
  const { definition, isAccepted, verdict, completion } = step;
  if (!isAccepted) return false;
  if (definition.late === 'append') return isLateDone(state, step);
  const isLate = isLateDone(state, step) || (isUnanswered({ verdict }) && completion !== undefined);
  return definition.late === 'reopen' && isLate && isReopened(state);
};

/** Whether the result is made of this step's completion. */
const isCounted = (state: SagaState, step: StepState): boolean => {
  const counted = state.taken.get('completed')?.counted;
  const isIn = counted === undefined ? step.verdict === 'completed' : counted.includes(step.name);
  return isIn || isAdded(state, step);
};

const isTooLate = (state: SagaState, step: StepState): boolean => {
  if (step.completion === undefined) return false;
  if (isUnanswered(step)) return state.taken.has('completed') || state.taken.has('rejected');
  const counted = state.taken.get('completed')?.counted;
  return counted !== undefined && !counted.includes(step.name);
};

/**
 * The steps whose completion came after their deadline, or after the saga was completed without them. What comes after a
 * cancellation is none of them: it is undone with the rest.
 */
export const lateSteps = (state: SagaState): readonly StepState[] =>
  state.start === undefined || outcome(state) === 'cancelled' || isStopped(state)
    ? []
    : state.steps.filter((step) => isTooLate(state, step));

/** One of them, as it is shown. */
export const lateCompletionOf = (state: SagaState, step: StepState): readonly LateCompletion[] => {
  const { completion, name, isAccepted, definition } = step;
  if (completion === undefined) return [];
  const { id, appendedMs, data } = completion;
  const policy = isAccepted || definition.late === 'compensate' ? definition.late : 'ignore';
  return [{ step: name, id, appendedMs, data, policy, done: isLateDone(state, step) }];
};

const refusalsOf = (state: SagaState, isMeant: (step: StepState) => boolean): readonly Refusal[] =>
  state.steps.flatMap((step) => {
    const { definition, verdict, answer } = step;
    return verdict === 'failed' && answer !== undefined && isMeant(step)
      ? [{ step: definition.name, type: answer.type, data: answer.data }]
      : [];
  });

const heldIn = ({ steps }: SagaState): readonly HeldStep[] =>
  steps.flatMap((step) => {
    const { name, verdict, hold } = step;
    if (hold === undefined || (verdict !== 'undecided' && !isUnanswered(step))) return [];
    const { agent, type, event, code, letter } = hold.data;
    return [{ step: name, agent, type, event, code, letter }];
  });

const isRefused = ({ answer, refusal }: StepState): boolean => answer === refusal;

type Found = (step: StepState) => EventFact | undefined;

/** Data by step; of a step per item, by item. */
const byStep = ({ steps, listed }: SagaState, found: Found): Readonly<Record<string, unknown>> => {
  const data = new Map<string, unknown>();
  const items = new Map(listed.map((name) => [name, new Map<string, unknown>()]));
  for (const step of steps) {
    const event = found(step);
    if (event === undefined) continue;
    if (step.item === undefined) data.set(step.name, event.data);
    else items.get(step.definition.name)?.set(step.item, event.data);
  }
  for (const [name, each] of items) data.set(name, Object.fromEntries(each));
  return Object.fromEntries(data);
};

const resolvedMsOf = ({ taken, cancel }: SagaState): number | undefined =>
  (taken.get('completed') ?? taken.get('rejected'))?.decidedMs ?? cancel?.appendedMs;

const roundOf = (state: SagaState): number => state.steps.filter((step) => isReopening(state, step)).length;

const instructedIn = (state: SagaState): SagaView['instructed'] => {
  const { action, reason, by } = resolvedBy(state)?.data ?? {};
  return action === 'cancel' || action === 'force' ? { action, reason: reason ?? '', by: by ?? '' } : undefined;
};

const heardIn = ({ facts }: SagaState): readonly HeardEvent[] =>
  facts
    .filter((fact) => fact.kind === 'event')
    .toSorted(byLogOrder)
    .map(({ type, data, appendedMs }) => ({ type, data, appendedMs }));

/** The data of all events of a type that a saga has read, in the order of the log. */
export const heardOf = <Data>(
  { heard }: Pick<SagaView, 'heard'>,
  { type }: EventDefinition<string, Data>,
): readonly Data[] =>
  // An event of a type carries the data of that type.
  heard.filter((event) => event.type === type).map(({ data }) => data as Data);

/** What a definition's functions are shown of this state. */
export const viewOf = (state: SagaState): SagaView => ({
  ...openingOf(state),
  status: status(state),
  outcome: outcome(state),
  resolvedMs: resolvedMsOf(state),
  steps: byStep(state, (step) => (isCounted(state, step) ? step.completion : undefined)),
  refusals: refusalsOf(state, isRefused),
  unaccepted: refusalsOf(state, (step) => !isRefused(step)),
  failure: state.failure && { type: state.failure.type, data: state.failure.data },
  missing: state.steps.filter((step) => isUnanswered(step) && !isCounted(state, step)).map(({ name }) => name),
  held: heldIn(state),
  late: lateSteps(state).flatMap((step) => lateCompletionOf(state, step)),
  heard: heardIn(state),
  round: roundOf(state),
  compensations: byStep(state, ({ compensation }) => compensation),
  instructed: instructedIn(state),
});

/** The row of the main database that this state is packaged into; none before there is an outcome. */
export const packageResult = (
  { packaged }: SagaDefinition,
  state: SagaState,
): { readonly table: string; readonly row: PackagedRow } | undefined =>
  packaged === undefined || outcome(state) === undefined
    ? undefined
    : { table: packaged.table, row: packaged.row(viewOf(state)) };
