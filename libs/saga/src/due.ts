import type { DecisionName } from './fact.ts';
import type { SagaState } from './fold.ts';
import { nextToJudge, nextToResolve, instructionDecision, resolutionOf, type Instruction } from './instructions.ts';
import { joined } from './join.ts';
import { lateDue } from './late.ts';
import { nextInRollback } from './rollback.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';
import { isUnlisted, type StepState } from './step-state.ts';

/** A decision that is due, and the step that it is about. */
export interface Due {
  readonly name: DecisionName;
  readonly step?: StepState;
  /** The instruction that is judged. */
  readonly judges?: Instruction;
  /** The instruction that it follows from. */
  readonly because?: Instruction;
}

const resolution = (definition: SagaDefinition, state: SagaState): Due | undefined => {
  if (state.failure !== undefined) return { name: 'rejected' };
  const verdict = joined(definition, state);
  if (verdict === 'undecided') return undefined;
  return { name: verdict === 'complete' ? 'completed' : 'rejected' };
};

/** Whom a running saga has to ask: whoever begins, and somebody else where a step is overdue. */
const asking = ({ steps, taken }: SagaState): Due | undefined => {
  for (const step of steps) {
    const { definition, name, verdict, beganMs, isOverdue } = step;
    if (verdict !== 'undecided' || beganMs === undefined || isUnlisted(step)) continue;
    const { begin, overdue } = definition.asks;
    if (begin !== undefined && !taken.has(`begin:${name}`)) return { name: `begin:${name}`, step };
    if (overdue !== undefined && isOverdue && !taken.has(`overdue:${name}`)) return { name: `overdue:${name}`, step };
  }
  return undefined;
};

const late = (definition: SagaDefinition, state: SagaState): Due | undefined => {
  const step = lateDue(definition, state);
  return step && { name: `late:${step.name}`, step };
};

const rollback = (definition: SagaDefinition, state: SagaState): Due | undefined => {
  const next = nextInRollback(definition, state);
  if (next.kind === 'wait') return undefined;
  return next.kind === 'close' ? { name: 'closed' } : { name: `undo:${next.step.name}`, step: next.step };
};

/** What operators said comes first, also while it is paused. */
const instructed = (state: SagaState): Due | undefined => {
  const judges = nextToJudge(state);
  if (judges !== undefined) return { name: instructionDecision(judges.event.id), judges };
  const because = nextToResolve(state);
  return because && { name: resolutionOf(because), because };
};

const bySituation = (definition: SagaDefinition, state: SagaState): Due | undefined => {
  switch (status(state)) {
    case 'awaiting-start':
      return undefined;
    case 'running':
      return resolution(definition, state) ?? asking(state);
    case 'completed':
    case 'closed':
      return late(definition, state);
    case 'rolling-back':
      // It is closed first, so that one that is reopened was closed, whatever was read first.
      return rollback(definition, state) ?? late(definition, state);
    case 'paused':
      return undefined;
  }
};

/** What is due to be decided in this state, if anything. */
export const due = (definition: SagaDefinition, state: SagaState): Due | undefined =>
  instructed(state) ?? bySituation(definition, state);
