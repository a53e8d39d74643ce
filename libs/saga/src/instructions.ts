import { SagaInstructed, type SagaInstructedData } from '@troupe/contracts';
import type { EventIndex } from './event-index.ts';
import type { DecisionFact, DecisionName, EventFact } from './fact.ts';

/** What an operator said about one instance: an event of its conversation, with its data. */
export interface Instruction {
  readonly event: EventFact;
  readonly data: SagaInstructedData;
}

/** That an instruction was judged: applied, or refused. */
export type InstructionDecision = `instructed:${string}`;

/** The decision that judges the instruction of this event. */
export const instructionDecision = (eventId: string): InstructionDecision => `instructed:${eventId}`;

/** As much of a state as says what became of instructions. */
export interface Instructed {
  /** In the order of the log. */
  readonly instructions: readonly Instruction[];
  readonly taken: ReadonlyMap<DecisionName, DecisionFact>;
}

/** What operators said to a saga, in the order of the log, each once. */
export const instructionsIn = (events: EventIndex, saga: string): readonly Instruction[] =>
  events
    .all(SagaInstructed)
    // The type says what data the event carries.
    .map((event): Instruction => ({ event, data: event.data as SagaInstructedData }))
    .filter(({ data }) => data.saga === saga);

const judgement = ({ taken }: Instructed, { event }: Instruction): DecisionFact | undefined =>
  taken.get(instructionDecision(event.id));

/** The first that has not been judged. */
export const nextToJudge = (instructed: Instructed): Instruction | undefined =>
  instructed.instructions.find((each) => judgement(instructed, each) === undefined);

const applied = (instructed: Instructed): readonly Instruction[] =>
  instructed.instructions.filter((each) => {
    const judged = judgement(instructed, each);
    return judged !== undefined && judged.refused === undefined;
  });

const RESOLVING: ReadonlySet<string> = new Set(['cancel', 'force']);

const resolving = (instructed: Instructed): readonly Instruction[] =>
  applied(instructed).filter(({ data }) => RESOLVING.has(data.action));

/** The last instruction that made it come out. */
export const resolvedBy = (instructed: Instructed): Instruction | undefined => resolving(instructed).at(-1);

/** How an instruction wants it to come out. */
export const resolutionOf = ({ data }: Instruction): 'completed' | 'rejected' =>
  data.action === 'force' && data.outcome === 'completed' ? 'completed' : 'rejected';

/** An instruction that it shall come out in a way that is not decided yet. */
export const nextToResolve = (instructed: Instructed): Instruction | undefined =>
  resolving(instructed).find((each) => !instructed.taken.has(resolutionOf(each)));

/** Whether an operator rejected it: what comes too late changes nothing then, and is undone with the rest. */
export const isStopped = (instructed: Instructed): boolean => {
  const last = resolvedBy(instructed);
  return last !== undefined && resolutionOf(last) === 'rejected';
};

/** A time in which it was paused, by the log. */
export interface Pause {
  readonly fromMs: number;
  /** Infinite while it is paused. */
  readonly untilMs: number;
}

/** When it was paused. Whatever resolves it also ends a pause: what follows from it has to be done. */
export const pausesOf = (instructed: Instructed): readonly Pause[] => {
  const pauses: Pause[] = [];
  let fromMs: number | undefined;
  for (const { event, data } of applied(instructed)) {
    if (data.action === 'pause') fromMs ??= event.appendedMs;
    if (fromMs === undefined || (data.action !== 'resume' && !RESOLVING.has(data.action))) continue;
    pauses.push({ fromMs, untilMs: event.appendedMs });
    fromMs = undefined;
  }
  return fromMs === undefined ? pauses : [...pauses, { fromMs, untilMs: Infinity }];
};

/** Whether it is paused. */
export const isPaused = (instructed: Instructed): boolean => pausesOf(instructed).at(-1)?.untilMs === Infinity;

/** Adds to a moment of the log so much time in which it was not paused. */
export const addRunning = (pauses: readonly Pause[], fromMs: number, runningMs: number): number => {
  let [atMs, leftMs] = [fromMs, runningMs];
  for (const pause of pauses) {
    if (pause.untilMs <= atMs) continue;
    const untilPauseMs = Math.max(pause.fromMs - atMs, 0);
    if (untilPauseMs >= leftMs) break;
    leftMs -= untilPauseMs;
    atMs = pause.untilMs;
  }
  return atMs + leftMs;
};

/** Since when a step is tried again, and for the how manieth time. */
export interface Restart {
  readonly fromMs: number;
  readonly nth: number;
}

/** The steps that were begun again, by name. */
export const restartsOf = (instructed: Instructed): ReadonlyMap<string, Restart> => {
  const restarts = new Map<string, Restart>();
  for (const instruction of applied(instructed)) {
    const { step } = instruction.data;
    if (step === null || judgement(instructed, instruction)?.restarts !== true) continue;
    restarts.set(step, { fromMs: instruction.event.appendedMs, nth: (restarts.get(step)?.nth ?? 0) + 1 });
  }
  return restarts;
};
