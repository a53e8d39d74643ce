import { indexEvents } from './event-index.ts';
import {
  byLogOrder,
  earliest,
  WHOLE,
  type DecisionFact,
  type DecisionName,
  type EventFact,
  type SagaFact,
} from './fact.ts';
import { foldSteps } from './fold-steps.ts';
import { addRunning, instructionsIn, pausesOf, restartsOf, type Instruction } from './instructions.ts';
import type { SagaDefinition } from './saga-definition.ts';
import type { StepState } from './step-state.ts';

/** What is known of one instance: nothing but facts, put where they belong. */
export interface SagaState {
  readonly conversationId: string;
  readonly start: EventFact | undefined;
  readonly cancel: EventFact | undefined;
  /** The first event outside of any step upon which it is rejected. */
  readonly failure: EventFact | undefined;
  /** In the order of the definition; a step per item is there once for each. */
  readonly steps: readonly StepState[];
  /** Names of the steps per item whose items are known, be it that there are none. */
  readonly listed: readonly string[];
  /** When the whole has to be decided; undefined until it has started, and where there is no such deadline. */
  readonly dueMs: number | undefined;
  /** Whether that deadline has passed. */
  readonly isOverdue: boolean;
  readonly taken: ReadonlyMap<DecisionName, DecisionFact>;
  /** What operators said, in the order of the log. */
  readonly instructions: readonly Instruction[];
  /** What it was folded from. */
  readonly facts: readonly SagaFact[];
}

/** An instance's facts, in any order and with any duplicates. */
export interface Instance {
  readonly conversationId: string;
  readonly facts: readonly SagaFact[];
}

/** The same facts in an order of their own, each once: of an event that was appended twice, the first copy. */
const distinct = (facts: readonly SagaFact[]): readonly SagaFact[] => {
  const byId = new Map<string, SagaFact>();
  for (const fact of facts) {
    const present = byId.get(fact.id);
    const isEarlier = present?.kind === 'event' && fact.kind === 'event' && byLogOrder(fact, present) < 0;
    if (present === undefined || isEarlier) byId.set(fact.id, fact);
  }
  return [...byId.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
};

/**
 * Folds facts into a state. The result is the same in whatever order they come and however often; it decides nothing.
 * Completions from before the start are kept; deadlines run from when the start event was appended.
 */
export const fold = (definition: SagaDefinition, { conversationId, facts }: Instance): SagaState => {
  const events = indexEvents(facts);
  const start = earliest(definition.startedBy.map((each) => events.first(each)));
  const timers = new Set(facts.flatMap((fact) => (fact.kind === 'timer' ? [fact.step] : [])));
  const taken = new Map(facts.flatMap((fact) => (fact.kind === 'decision' ? [[fact.decision, fact]] : [])));
  const instructed = { instructions: instructionsIn(events, definition.name), taken };
  const pauses = pausesOf(instructed);
  const restarts = restartsOf(instructed);
  const dueMs = start && definition.withinMs && addRunning(pauses, start.appendedMs, definition.withinMs);
  const wholeDueMs = dueMs ?? Infinity;
  return {
    conversationId,
    start,
    cancel: events.first(definition.cancelledBy),
    failure: earliest(definition.failedBy.map((each) => events.first(each))),
    ...foldSteps(definition, { conversationId, events, start, timers, wholeDueMs, pauses, restarts }),
    dueMs,
    isOverdue: timers.has(WHOLE),
    ...instructed,
    facts: distinct(facts),
  };
};
