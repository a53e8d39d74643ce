import { byLogOrder, type DecisionFact, type DecisionName, type EventFact, type SagaFact } from './fact.ts';
import type { SagaDefinition, StepDefinition } from './saga-definition.ts';

/** What became of a step, judged in log time. An answer after the deadline does not count, whenever it is read. */
export type Verdict = 'undecided' | 'completed' | 'failed' | 'timed-out';

/** One step of one instance. */
export interface StepState {
  readonly definition: StepDefinition;
  readonly verdict: Verdict;
  /** Undefined until the saga has started. */
  readonly dueMs: number | undefined;
  /** The first completion in the log, in time or not. */
  readonly completion: EventFact | undefined;
  /** The first no in the log, in time or not. */
  readonly refusal: EventFact | undefined;
  readonly compensation: EventFact | undefined;
}

/** What is known of one instance: nothing but facts, put where they belong. */
export interface SagaState {
  readonly conversationId: string;
  readonly start: EventFact | undefined;
  readonly cancel: EventFact | undefined;
  /** In the order of the definition. */
  readonly steps: readonly StepState[];
  readonly taken: ReadonlyMap<DecisionName, DecisionFact>;
}

/** An instance's facts, in any order and with any duplicates. */
export interface Instance {
  readonly conversationId: string;
  readonly facts: readonly SagaFact[];
}

type FirstOf = (definition: { readonly type: string } | undefined) => EventFact | undefined;

/** The first event of each type in the log; of a copy appended twice, the first copy. */
const firstOfEachType = (facts: readonly SagaFact[]): FirstOf => {
  const first = new Map<string, EventFact>();
  for (const fact of facts) {
    if (fact.kind !== 'event') continue;
    const present = first.get(fact.type);
    if (present === undefined || byLogOrder(fact, present) < 0) first.set(fact.type, fact);
  }
  return (definition) => definition && first.get(definition.type);
};

const earliest = (events: readonly (EventFact | undefined)[]): EventFact | undefined =>
  events.filter((event) => event !== undefined).toSorted(byLogOrder)[0];

interface Surroundings {
  readonly firstOf: FirstOf;
  readonly start: EventFact | undefined;
  readonly timedOut: ReadonlySet<string>;
}

const foldStep = (definition: StepDefinition, { firstOf, start, timedOut }: Surroundings): StepState => {
  const dueMs = start && start.appendedMs + definition.withinMs;
  const completion = firstOf(definition.completedBy);
  const refusal = earliest(definition.failedBy.map(firstOf));
  const answer = earliest([completion, refusal]);
  const verdictOf = (): Verdict => {
    if (answer !== undefined && dueMs !== undefined && answer.appendedMs <= dueMs)
      return answer === completion ? 'completed' : 'failed';
    return timedOut.has(definition.name) ? 'timed-out' : 'undecided';
  };
  return {
    definition,
    dueMs,
    completion,
    refusal,
    verdict: verdictOf(),
    compensation: firstOf(definition.compensatedBy),
  };
};

/**
 * Folds facts into a state. The result is the same in whatever order they come and however often; it decides nothing.
 * Completions from before the start are kept; deadlines run from when the start event was appended.
 */
export const fold = (definition: SagaDefinition, { conversationId, facts }: Instance): SagaState => {
  const firstOf = firstOfEachType(facts);
  const start = firstOf(definition.startedBy);
  const timedOut = new Set(facts.flatMap((fact) => (fact.kind === 'timer' ? [fact.step] : [])));
  return {
    conversationId,
    start,
    cancel: firstOf(definition.cancelledBy),
    steps: definition.steps.map((step) => foldStep(step, { firstOf, start, timedOut })),
    taken: new Map(facts.flatMap((fact) => (fact.kind === 'decision' ? [[fact.decision, fact]] : []))),
  };
};
