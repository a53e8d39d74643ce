import {
  byLogOrder,
  fold,
  instructionDecision,
  status,
  type DecisionFact,
  type Instruction,
  type SagaDefinition,
  type SagaFact,
  type SagaState,
  type StepState,
} from '@troupe/saga';

/** One fact of an instance, and what it changed. */
export interface TimelineEntry {
  readonly atMs: number;
  readonly kind: SagaFact['kind'];
  /** The event type, the step whose deadline passed, or what was decided. */
  readonly what: string;
  readonly id: string;
  /** In words; empty for what changed nothing. */
  readonly changed: readonly string[];
  readonly data: unknown;
}

const atMs = (fact: SagaFact): number => {
  switch (fact.kind) {
    case 'event':
      return fact.appendedMs;
    case 'timer':
      return fact.dueMs;
    case 'decision':
      return fact.decidedMs;
  }
};

const whatOf = (fact: SagaFact, instruction: Instruction | undefined): string => {
  if (fact.kind === 'event') return fact.type;
  return fact.kind === 'timer' ? fact.step : (instruction?.data.action ?? fact.decision);
};

const judgement = ({ refused }: DecisionFact): string => (refused === undefined ? 'applied' : `refused: ${refused}`);

/** By when they happened; of the same moment, what led to something before what it led to. */
const inOrder = (facts: readonly SagaFact[]): readonly SagaFact[] => {
  const rank = { event: 0, timer: 1, decision: 2 };
  return facts.toSorted((one, other) => {
    if (one.kind === 'event' && other.kind === 'event') return byLogOrder(one, other);
    return atMs(one) - atMs(other) || rank[one.kind] - rank[other.kind];
  });
};

const undoOf = ({ compensation, hold, verdict }: StepState): string => {
  if (compensation !== undefined) return 'done';
  return hold !== undefined && verdict === 'completed' ? `held by ${hold.data.agent}` : 'open';
};

const verdictOf = ({ verdict, hold }: StepState): string => {
  if (verdict === 'held') return `failed, held by ${hold?.data.agent ?? 'its agent'}`;
  return hold !== undefined && verdict === 'undecided' ? `held by ${hold.data.agent}` : verdict;
};

const verdicts = ({ steps }: SagaState): ReadonlyMap<string, string> =>
  new Map(
    steps.flatMap((step) => [
      [step.name, verdictOf(step)],
      [`undo of ${step.name}`, undoOf(step)],
    ]),
  );

const changes = (before: SagaState, after: SagaState): readonly string[] => {
  const [old, now] = [verdicts(before), verdicts(after)];
  const steps = [...now].filter(([name, verdict]) => old.get(name) !== verdict);
  const [was, is] = [status(before), status(after)];
  return [...steps.map(([name, verdict]) => `${name}: ${verdict}`), ...(was === is ? [] : [`${was} → ${is}`])];
};

const isJudging = (fact: SagaFact, eventId: string): boolean =>
  fact.kind === 'decision' && fact.decision === instructionDecision(eventId);

/**
 * Every fact in the order of the log, with what changed when it was added to those before it. A fact that was read later
 * than it was appended stands where the log has it.
 */
export const timelineOf = (
  definition: SagaDefinition,
  conversationId: string,
  facts: readonly SagaFact[],
): readonly TimelineEntry[] => {
  const ordered = inOrder(facts);
  let before = fold(definition, { conversationId, facts: [] });
  return ordered.map((fact, nth) => {
    const after = fold(definition, { conversationId, facts: ordered.slice(0, nth + 1) });
    const instruction = after.instructions.find(({ event }) => isJudging(fact, event.id));
    const entry: TimelineEntry = {
      atMs: atMs(fact),
      kind: fact.kind,
      what: whatOf(fact, instruction),
      id: fact.id,
      changed: [...(instruction && fact.kind === 'decision' ? [judgement(fact)] : []), ...changes(before, after)],
      data: fact.kind === 'event' ? fact.data : null,
    };
    before = after;
    return entry;
  });
};
