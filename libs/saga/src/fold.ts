import { indexEvents } from './event-index.ts';
import { earliest, WHOLE, type DecisionFact, type DecisionName, type EventFact, type SagaFact } from './fact.ts';
import { foldSteps } from './fold-steps.ts';
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
}

/** An instance's facts, in any order and with any duplicates. */
export interface Instance {
  readonly conversationId: string;
  readonly facts: readonly SagaFact[];
}

/**
 * Folds facts into a state. The result is the same in whatever order they come and however often; it decides nothing.
 * Completions from before the start are kept; deadlines run from when the start event was appended.
 */
export const fold = (definition: SagaDefinition, { conversationId, facts }: Instance): SagaState => {
  const events = indexEvents(facts);
  const start = earliest(definition.startedBy.map((each) => events.first(each)));
  const timers = new Set(facts.flatMap((fact) => (fact.kind === 'timer' ? [fact.step] : [])));
  const dueMs = start && definition.withinMs && start.appendedMs + definition.withinMs;
  return {
    conversationId,
    start,
    cancel: events.first(definition.cancelledBy),
    failure: earliest(definition.failedBy.map((each) => events.first(each))),
    ...foldSteps(definition, { conversationId, events, start, timers, wholeDueMs: dueMs ?? Infinity }),
    dueMs,
    isOverdue: timers.has(WHOLE),
    taken: new Map(facts.flatMap((fact) => (fact.kind === 'decision' ? [[fact.decision, fact]] : []))),
  };
};
