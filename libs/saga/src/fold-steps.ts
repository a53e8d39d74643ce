import type { EventIndex } from './event-index.ts';
import { earliest, WHOLE, type EventFact } from './fact.ts';
import { currentHold, failingHold, holdsOn } from './held.ts';
import { addRunning, type Pause, type Restart } from './instructions.ts';
import { openingOf } from './opening.ts';
import type { SagaDefinition, StepDefinition } from './saga-definition.ts';
import { isUnanswered, isUnlisted, type StepState, type Verdict } from './step-state.ts';

/** What all steps are folded from. */
export interface Surroundings {
  readonly conversationId: string;
  readonly events: EventIndex;
  readonly start: EventFact | undefined;
  /** Names of the timers that have passed. */
  readonly timers: ReadonlySet<string>;
  readonly wholeDueMs: number;
  /** Times in which it was paused: they belong to no step's time. */
  readonly pauses: readonly Pause[];
  /** The steps that operators let begin again. */
  readonly restarts: ReadonlyMap<string, Restart>;
}

/** One step, or all items of one. */
interface Folded {
  readonly steps: readonly StepState[];
  /** Undefined while anything of it is undecided. */
  readonly endedMs: number | undefined;
}

/** What one step is folded from besides its definition. */
interface Part {
  readonly definition: StepDefinition;
  readonly beganMs: number | undefined;
  readonly item: string | undefined;
  /** Counts as a no: it names more items than there may be. */
  readonly excess?: EventFact | undefined;
  /** Set when an operator let it begin again: what was answered before that does not count. */
  readonly restart?: Restart | undefined;
}

/** The timer after which nobody is asked any more. */
const LAST = '+';

const nameOf = ({ definition: { name }, item }: Part): string => (item === undefined ? name : `${name}:${item}`);

const begunAgain = (part: Part, { restarts }: Surroundings): Part => {
  const restart = restarts.get(nameOf(part));
  return restart === undefined ? part : { ...part, beganMs: restart.fromMs, restart };
};

const deadlineOf = (part: Part, { timers, wholeDueMs, pauses }: Surroundings) => {
  const { definition, beganMs, restart } = part;
  const name = restart === undefined ? nameOf(part) : `${nameOf(part)}#${restart.nth}`;
  const { withinMs, overdue } = definition;
  const askMs = beganMs === undefined ? Infinity : addRunning(pauses, beganMs, withinMs);
  const ownMs = addRunning(pauses, askMs, overdue?.withinMs ?? 0);
  const isOverdue = overdue !== undefined && timers.has(name);
  const isAskedFirst = overdue !== undefined && !isOverdue;
  const timer = {
    name: overdue === undefined || isAskedFirst ? name : name + LAST,
    dueMs: isAskedFirst ? askMs : ownMs,
  };
  return {
    isOverdue,
    dueMs: beganMs === undefined ? undefined : Math.min(ownMs, wholeDueMs),
    // The deadline of the whole ends what is open then.
    timer: timer.dueMs <= wholeDueMs && beganMs !== undefined ? timer : undefined,
    isPast: timers.has(overdue === undefined ? name : name + LAST) || timers.has(WHOLE),
    isOwn: ownMs <= wholeDueMs,
  };
};

const answersTo = ({ definition, item, restart }: Part, { events }: Surroundings) => {
  const { forEach, completedBy, failedBy, compensatedBy, ignores, heldBy, ifHeld } = definition;
  const holds = holdsOn(heldBy, events);
  // Before its items are known nothing is known of any of them.
  if (forEach !== undefined && item === undefined) return { hold: currentHold(holds, []) };
  const fromMs = restart?.fromMs ?? -Infinity;
  const isMeant = ({ data }: EventFact): boolean => forEach === undefined || forEach.keyOf(data) === item;
  const counts = (event: EventFact): boolean => isMeant(event) && event.appendedMs > fromMs;
  const completion = events.first(completedBy, (event) => counts(event) && !ignores(event.data));
  const refusal = earliest(failedBy.map((each) => events.first(each, counts)));
  const compensation = events.first(compensatedBy, isMeant);
  const hold = currentHold(holds, [completion, refusal, compensation]);
  return { completion, refusal, compensation, hold, failing: failingHold(holds, ifHeld, fromMs) };
};

const foldPart = (given: Part, surroundings: Surroundings, saga: SagaDefinition): StepState => {
  const part = begunAgain(given, surroundings);
  const { definition, beganMs, item } = part;
  const name = nameOf(part);
  const { dueMs, timer, isOverdue, isPast, isOwn } = deadlineOf(part, surroundings);
  const { completion, refusal, compensation, hold, failing } = answersTo(part, surroundings);
  const first = part.excess ?? earliest([completion, refusal, failing]);
  const answer = first !== undefined && dueMs !== undefined && first.appendedMs <= dueMs ? first : undefined;
  const isAccepted =
    completion !== undefined &&
    surroundings.start !== undefined &&
    definition.accepts(completion.data, openingOf(surroundings));
  const verdictOf = (): Verdict => {
    if (answer !== undefined && answer === failing) return 'held';
    if (answer !== undefined) return answer === completion && isAccepted ? 'completed' : 'failed';
    return isPast && surroundings.start !== undefined ? 'timed-out' : 'undecided';
  };
  const verdict = verdictOf();
  const withoutAnswer = isOwn ? definition.withoutAnswer : saga.withoutAnswers;
  const isExcused = isUnanswered({ verdict })
    ? definition.optional || withoutAnswer === 'partial'
    : verdict === 'failed' && definition.optional;
  return {
    ...{ definition, name, item, verdict, beganMs, dueMs, timer, isOverdue, isExcused },
    ...{ answer, completion, isAccepted, refusal, compensation, hold },
  };
};

/** The items that a step has, or why that is not known. */
const partsOf = (definition: StepDefinition, beganMs: number | undefined, all: Surroundings): readonly Part[] => {
  const { forEach, withinMs } = definition;
  const unlisted: Part = { definition, beganMs, item: undefined };
  const list = forEach && all.events.first(forEach.of);
  if (forEach === undefined || list === undefined || beganMs === undefined) return [unlisted];
  if (list.appendedMs > Math.min(addRunning(all.pauses, beganMs, withinMs), all.wholeDueMs)) return [unlisted];
  const items = [...new Set(forEach.keys(list.data))];
  if (items.length > forEach.atMost) return [{ ...unlisted, excess: list }];
  return items.map((item) => ({ definition, item, beganMs: Math.max(beganMs, list.appendedMs) }));
};

const endOf = ({ verdict, answer, beganMs = 0, dueMs = 0 }: StepState): number | undefined => {
  if (verdict === 'undecided') return undefined;
  return answer === undefined ? dueMs : Math.max(answer.appendedMs, beganMs);
};

const lastOf = (ends: readonly (number | undefined)[], from: number | undefined): number | undefined =>
  ends.reduce((last, end) => (last === undefined || end === undefined ? undefined : Math.max(last, end)), from);

/**
 * Folds every step. One that comes after others begins when the last of them has ended, in log time: at its answer, or at
 * the deadline that it missed.
 */
export const foldSteps = (
  saga: SagaDefinition,
  surroundings: Surroundings,
): { readonly steps: readonly StepState[]; readonly listed: readonly string[] } => {
  const folded = new Map<string, Folded>();
  const foldStep = (definition: StepDefinition): Folded => {
    const present = folded.get(definition.name);
    if (present !== undefined) return present;
    const before = saga.steps.filter(({ name }) => definition.after.includes(name)).map(foldStep);
    const startMs = surroundings.start?.appendedMs;
    const beganMs = lastOf(
      before.map(({ endedMs }) => endedMs),
      startMs,
    );
    const parts = partsOf(definition, beganMs, surroundings);
    const steps = parts.map((part) => foldPart(part, surroundings, saga));
    const list = definition.forEach && surroundings.events.first(definition.forEach.of);
    const noneMs = beganMs === undefined ? undefined : Math.max(beganMs, list?.appendedMs ?? 0);
    const ended = { steps, endedMs: lastOf(steps.map(endOf), steps.length === 0 ? noneMs : beganMs) };
    folded.set(definition.name, ended);
    return ended;
  };
  const steps = saga.steps.flatMap((definition) => foldStep(definition).steps);
  const unlisted = new Set(steps.filter(isUnlisted).map(({ name }) => name));
  const perItem = saga.steps.filter(({ forEach }) => forEach !== undefined).map(({ name }) => name);
  return { steps, listed: perItem.filter((name) => !unlisted.has(name)) };
};
