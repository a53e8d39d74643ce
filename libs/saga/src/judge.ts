import { startConversation, type Draft } from '@troupe/contracts';
import type { SagaState } from './fold.ts';
import { isPaused, type Instruction } from './instructions.ts';
import { joined } from './join.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { outcome, standing } from './status.ts';
import { isUnanswered, type StepState } from './step-state.ts';
import { viewOf } from './view.ts';

/** What is said of an instruction. */
export interface Judgement {
  /** Why it changes nothing. */
  readonly refused?: string;
  /** Whether a step begins again with it. */
  readonly restarts?: true;
  /** The event that it is carried out by, where it is one of its own. */
  readonly draft?: Draft;
}

/** The key of the conversation in which a saga is re-triggered. */
const AGAIN = 'retrigger';

const APPLIED: Judgement = {};
const refuse = (refused: string): Judgement => ({ refused });

type Judge = (definition: SagaDefinition, state: SagaState, instruction: Instruction) => Judgement;

const pause: Judge = (_definition, state) => {
  if (isPaused(state)) return refuse('it is paused already');
  const where = standing(state);
  if (where === 'awaiting-start') return refuse('it has not started');
  return where === 'completed' || where === 'closed' ? refuse(`it is ${where}: there is nothing to hold up`) : APPLIED;
};

const resume: Judge = (_definition, state) => (isPaused(state) ? APPLIED : refuse('it is not paused'));

const cancel: Judge = ({ name, onRevoked }, state) => {
  const where = standing(state);
  if (where === 'running') return APPLIED;
  if (where === 'awaiting-start') return refuse('it has not started');
  if (where !== 'completed') return refuse(`it is ${outcome(state) ?? where} already`);
  return onRevoked === undefined
    ? refuse(`it is completed, and saga '${name}' does not say how that is taken back: onRevoked`)
    : APPLIED;
};

const isReopenable = (state: SagaState, step: StepState): boolean =>
  outcome(state) === 'rejected' && isUnanswered(step) && step.definition.late === 'reopen';

const askAgain = (state: SagaState, { definition, item = '' }: StepState): Draft | undefined =>
  (definition.asks.retry ?? definition.asks.begin)?.(viewOf(state), item);

const retry: Judge = ({ name }, state, { data }) => {
  const step = state.steps.find((each) => each.name === data.step);
  if (step === undefined) return refuse(`it has no step '${data.step ?? ''}'`);
  if (step.verdict === 'completed') return refuse(`step '${step.name}' is completed`);
  const isRunning = standing(state) === 'running';
  if (!isRunning && !isReopenable(state, step))
    return refuse(
      outcome(state) === 'rejected'
        ? 'its rejection has been published, and participants undo their parts: re-trigger it'
        : `it is ${standing(state)}`,
    );
  if (isRunning && step.beganMs === undefined) return refuse(`step '${step.name}' has not begun`);
  const draft = askAgain(state, step);
  if (draft === undefined)
    return refuse(`saga '${name}' does not say how the participant of step '${step.name}' is asked again: asks`);
  return isRunning ? { draft, restarts: true } : { draft };
};

const retrigger: Judge = ({ startedBy }, state) => {
  const { start } = state;
  const definition = startedBy.find(({ type }) => type === start?.type);
  if (start === undefined || definition === undefined) return refuse('it has not started');
  if (standing(state) === 'running') return refuse('it is running: cancel it first');
  return { draft: startConversation(AGAIN, { type: start.type, data: start.data, definition }) };
};

const force: Judge = (definition, state, { data }) => {
  if (data.outcome !== 'completed' && data.outcome !== 'rejected')
    return refuse('it does not say how it shall come out');
  const where = standing(state);
  if (where !== 'running') return refuse(where === 'awaiting-start' ? 'it has not started' : `it is ${where} already`);
  if (data.outcome === 'rejected' || definition.onForced !== undefined) return APPLIED;
  const missing = state.steps.filter(({ verdict }) => verdict !== 'completed').map(({ name }) => name);
  return joined(definition, state) === 'complete'
    ? APPLIED
    : refuse(`saga '${definition.name}' does not say how it completes without ${missing.join(', ')}: onForced`);
};

const JUDGES: Readonly<Record<Instruction['data']['action'], Judge>> = {
  pause,
  resume,
  cancel,
  retry,
  retrigger,
  force,
  // Whoever says so has done it.
  move: () => APPLIED,
  unknown: () => refuse('this version does not know what it asks for'),
};

/** Whether an instruction makes sense where the instance stands, and what it is carried out by. */
export const judge = (definition: SagaDefinition, state: SagaState, instruction: Instruction): Judgement =>
  JUDGES[instruction.data.action](definition, state, instruction);
