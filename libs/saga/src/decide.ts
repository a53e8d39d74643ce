import { sagaDecisionId, type Draft, type SagaInstructedData } from '@troupe/contracts';
import { causeOf } from './cause.ts';
import { declared, draftOf, reportOf } from './conclude.ts';
import { due, type Due } from './due.ts';
import type { DecisionFact } from './fact.ts';
import { fold, type SagaState } from './fold.ts';
import type { Instruction } from './instructions.ts';
import { countedIn } from './join.ts';
import { judge } from './judge.ts';
import type { SagaDefinition } from './saga-definition.ts';
import type { LateCompletion } from './saga-view.ts';
import { lateCompletionOf } from './view.ts';

/** A decision to be stored and published. Its id is the same whichever fact came last. */
export interface SagaDecision {
  readonly fact: DecisionFact;
  /** The event that tells of it; undefined when it is only kept. */
  readonly draft: Draft | undefined;
  /** What its parent is told with it, in the conversation that started this one, if there is one. */
  readonly report?: Draft;
  /** Whether its event starts the same once more, rather than a child. */
  readonly anew?: true;
  /** The event that completed it: the last one in log time that it rests on. */
  readonly causationId: string;
  /** The late completion that something was done about. */
  readonly late?: LateCompletion;
  /** What an operator wanted, where it is that which is judged. */
  readonly judged?: SagaInstructedData['action'];
}

/** What follows from a state. */
export interface Conclusion {
  /** In the order in which they are to be published. */
  readonly decisions: readonly SagaDecision[];
  /** The state once they are taken. */
  readonly state: SagaState;
}

const factOf = (definition: SagaDefinition, state: SagaState, { name }: Due, decidedMs: number): DecisionFact => {
  const id = sagaDecisionId(definition.name, state.conversationId, name);
  const counted = name === 'completed' ? countedIn(definition, state) : undefined;
  return { kind: 'decision', id, decision: name, decidedMs, ...(counted && { counted }) };
};

/** What an instruction changes may be when things are due, or whether an answer counts: all is folded anew. */
const takeInstruction = (
  instruction: Instruction,
  due: Due,
  { definition, state, nowMs }: { definition: SagaDefinition; state: SagaState; nowMs: number },
): Conclusion => {
  const { refused, restarts, draft } = judge(definition, state, instruction);
  const fact: DecisionFact = {
    ...factOf(definition, state, due, nowMs),
    ...(refused !== undefined && { refused }),
    ...(restarts && { restarts }),
  };
  const { conversationId, facts } = state;
  const after = fold(definition, { conversationId, facts: [...facts, fact] });
  const judged = instruction.data.action;
  const about = { fact, causationId: instruction.event.id, judged };
  // A saga that starts anew publishes what it does not conclude.
  if (judged === 'retrigger') return { decisions: [{ ...about, draft, anew: true }], state: after };
  return { decisions: [{ ...about, draft: draft && declared(definition, draft) }], state: after };
};

const take = (taken: Due, definition: SagaDefinition, state: SagaState, nowMs: number): Conclusion => {
  if (taken.judges !== undefined) return takeInstruction(taken.judges, taken, { definition, state, nowMs });
  const fact = factOf(definition, state, taken, nowMs);
  const taking = new Map([...state.taken, [taken.name, fact]]);
  const after = { ...state, taken: taking, facts: [...state.facts, fact] };
  const draft = draftOf(definition, after, taken);
  const report = reportOf(definition, after, taken);
  // Whatever is decided rests on facts, and has at least one of them as its cause.
  const causationId = causeOf(taken, state) ?? state.conversationId;
  const [late] = taken.step && taken.name.startsWith('late:') ? lateCompletionOf(after, taken.step) : [];
  return { decisions: [{ fact, draft, causationId, ...(late && { late }), ...(report && { report }) }], state: after };
};

/**
 * Takes every decision that is due, one after the other until none is. Deciding again on the state that comes out gives
 * nothing. `nowMs` is when they are taken, in milliseconds since 1970 UTC.
 * @throws TroupeError UNDECLARED_PUBLISH · whatever a function of the definition throws
 */
export const decide = (definition: SagaDefinition, state: SagaState, nowMs: number): Conclusion => {
  const decisions: SagaDecision[] = [];
  let reached = state;
  for (let next = due(definition, reached); next !== undefined; next = due(definition, reached)) {
    const taken = take(next, definition, reached, nowMs);
    decisions.push(...taken.decisions);
    reached = taken.state;
  }
  return { decisions, state: reached };
};
