import { EventHeld } from '@troupe/contracts';
import type { SagaDecision } from './decide.ts';
import {
  agentOf,
  Asked,
  BudgetSpent,
  define,
  eventsOf,
  POOR,
  tidy,
  TripImported,
  type DrawnSaga,
} from './drawn-saga.fixture.ts';
import type { EventFact, SagaFact } from './fact.ts';
import type { SagaState } from './fold.ts';
import { possibleIn, readSome, stateOf, unreadConversation, type Played } from './played.fixture.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { outcome, status } from './status.ts';
import { seen, TripRefused, TripRequested, TripWithdrawn } from './trip.fixture.ts';

/** What a participant does about one step or item: what it answers, and when that is appended. */
export interface DrawnAnswer {
  readonly says: 'yes' | 'poor' | 'no' | 'nothing' | 'held';
  readonly at: number;
}

/** What happens: the same, whatever is read first. */
export interface DrawnCourse {
  readonly saga: DrawnSaga;
  /** By step; three each, of which a step that is not per item takes the first. */
  readonly answers: readonly (readonly DrawnAnswer[])[];
  /** Per step: how many items are listed, and when; 4 are too many. */
  readonly lists: readonly { readonly items: number; readonly at: number }[];
  readonly isImported: boolean;
  /** Where somebody releases what is held: it is answered then, and what waits behind it. */
  readonly released: 'nowhere' | 'where-waited-for' | 'everywhere';
  readonly cancelledAt: number | undefined;
  readonly failsAt: number | undefined;
}

/** How it ended. */
export interface Ended {
  readonly definition: SagaDefinition;
  readonly state: SagaState;
  readonly status: ReturnType<typeof status>;
  readonly outcome: ReturnType<typeof outcome>;
  /** In the order in which they were taken. */
  readonly decisions: readonly SagaDecision[];
  readonly facts: readonly SagaFact[];
  /** What contradicts a promise, in words. */
  readonly broken: readonly string[];
}

/** A drawn saga while it is played. */
export interface DrawnPlay extends Played {
  readonly course: DrawnCourse;
}

/** The items that there may be. */
export const ITEMS = ['a', 'b', 'c', 'd'];
/** When participants undo, after everything else. */
const UNDO_AT = 1_000_000;

/** How long after it was held an event is released and answered. */
const RELEASED_AFTER = 60;

/** What a participant answers, and when: who holds an event answers nothing more until it is released. */
const answeredIn = ({ saga, answers, lists, released }: DrawnCourse, index: number) => {
  const { perItem, ifHeld } = saga.steps[index]!;
  const items = perItem ? ITEMS.slice(0, lists[index]!.items) : [undefined];
  const drawn = items.map((item, nth) => ({ item, ...answers[index]![nth % 3]! }));
  const isReleased = released === 'everywhere' || (released === 'where-waited-for' && ifHeld === 'wait');
  const heldAt = Math.min(...drawn.flatMap(({ says, at }) => (says === 'held' ? [at] : [])));
  return {
    heldAt,
    answered: drawn.flatMap(({ item, says, at }) => {
      if (says === 'nothing' || (at >= heldAt && !isReleased)) return [];
      return [{ item, says, at: at >= heldAt ? at + RELEASED_AFTER : at }];
    }),
  };
};

const holdOf = (index: number, at: number): EventFact =>
  seen(
    EventHeld({
      ...{ agent: agentOf(index), event: `asked ${index}`, type: 'part.asked', code: 'TERMINAL', letter: `${index}` },
    }),
    at,
    `hold ${index}`,
  );

/** What agents answer; what a child reports follows from what becomes of it. */
const answersOf = (course: DrawnCourse): readonly EventFact[] =>
  course.saga.steps.flatMap(({ isChild }, index) => {
    if (isChild) return [];
    const { done, refused } = eventsOf(index);
    const { answered, heldAt } = answeredIn(course, index);
    const given = answered.map(({ item, says, at }) => {
      const note = [item, says === 'poor' ? POOR : 'ok'].filter(Boolean).join(' ');
      return seen((says === 'no' ? refused : done)({ note }), at, `answer ${index} ${item}`);
    });
    return heldAt === Infinity ? given : [holdOf(index, heldAt), ...given];
  });

const listsOf = ({ saga, lists }: DrawnCourse): readonly EventFact[] =>
  saga.steps.flatMap(({ perItem }, index) =>
    perItem
      ? [seen(eventsOf(index).listed({ note: ITEMS.slice(0, lists[index]!.items).join(' ') }), lists[index]!.at)]
      : [],
  );

const undoneBy = (index: number, item: string): EventFact =>
  seen(eventsOf(index).undone({ note: [item, 'ok'].filter(Boolean).join(' ') }), UNDO_AT, `undone ${index} ${item}`);

/** Participants answer the first rejection or cancellation, or the first event that asks them, exactly once. */
const undo = (play: DrawnPlay, asked: readonly (readonly [number, string])[]): void => {
  const ids = new Set([...play.unread, ...play.facts].map(({ id }) => id));
  play.unread.push(...asked.map(([index, item]) => undoneBy(index, item)).filter(({ id }) => !ids.has(id)));
};

const undoAll = (play: DrawnPlay): void => {
  const { saga, lists } = play.course;
  saga.steps.forEach(({ compensable, perItem, isChild }, index) => {
    if (!compensable || isChild) return;
    const items = perItem ? ITEMS.slice(0, lists[index]!.items) : [''];
    undo(
      play,
      items.map((item) => [index, item] as const),
    );
  });
};

/** Steps of a saga that is closed now whose undoing has not been read, though they complete somewhere in the log. */
const forgotten = ({ unread, facts }: DrawnPlay, state: SagaState): readonly string[] => {
  const log = [...unread, ...facts].flatMap((fact) => (fact.kind === 'event' ? [fact] : []));
  return state.steps
    .filter(({ definition, item, compensation }) => {
      const { completedBy, compensatedBy, forEach } = definition;
      if (compensatedBy === undefined || compensation !== undefined || (forEach && item === undefined)) return false;
      return log.some(({ type, data }) => type === completedBy.type && (!forEach || forEach.keyOf(data) === item));
    })
    .map(({ name }) => `${name} was closed over without being undone`);
};

/** In reverse order one is asked after the other, and none before one that is known to have completed after it. */
const outOfOrder = (state: SagaState, name: string): readonly string[] => {
  const step = state.steps.find((each) => `undo:${each.name}` === name);
  const open = state.steps.filter(
    (each) => each !== step && each.compensation === undefined && each.definition.compensatedBy !== undefined,
  );
  const asked = open.filter((each) => state.taken.has(`undo:${each.name}`));
  const later = open.filter(
    ({ completion, verdict }) =>
      verdict === 'completed' && step?.completion && completion && completion.appendedMs > step.completion.appendedMs,
  );
  return [...asked, ...later].map((each) => `${name} before ${each.name} was undone`);
};

/** Lets participants do what follows from a decision. */
export const hear = (play: DrawnPlay, decision: SagaDecision, state: SagaState): void => {
  const { draft, fact } = decision;
  if (fact.decision === 'closed') play.broken.push(...forgotten(play, state));
  if (fact.decision.startsWith('undo:')) play.broken.push(...outOfOrder(state, fact.decision));
  if (draft?.type === Asked.type && draft.startsConversation === undefined) {
    const [what, index, item = ''] = (draft.data as { readonly note: string }).note.split(' ');
    if (what === 'undo') undo(play, [[Number(index), item]]);
  }
  if (draft?.type === TripRefused.type && play.course.saga.rollback === 'at-once') undoAll(play);
};

const startOf = ({ isImported }: DrawnCourse): EventFact =>
  seen((isImported ? TripImported : TripRequested)({ note: 'ok' }), 0);

/** A drawn saga of which nothing has been read: all that is said whatever it decides lies in its log. */
export const beginDrawn = (drawn: DrawnCourse, conversationId = 'c-1'): DrawnPlay => {
  const course = { ...drawn, saga: tidy(drawn.saga) };
  const unread = [
    startOf(course),
    ...listsOf(course),
    ...answersOf(course),
    ...(course.cancelledAt === undefined ? [] : [seen(TripWithdrawn({ note: 'ok' }), course.cancelledAt)]),
    ...(course.failsAt === undefined ? [] : [seen(BudgetSpent({ note: 'ok' }), course.failsAt)]),
  ];
  const play = { ...unreadConversation(define(course.saga), conversationId, unread), course };
  if (course.cancelledAt !== undefined && course.saga.rollback === 'at-once') undoAll(play);
  return play;
};

/** How it ended. */
export const endOf = (play: DrawnPlay): Ended => {
  const state = stateOf(play);
  const { definition, decisions, facts, broken } = play;
  return { definition, state, status: status(state), outcome: outcome(state), decisions, facts, broken };
};

/** Plays a course to its end. `choices` say what is read next, how much of it at once, and what comes twice. */
export const playDrawn = (drawn: DrawnCourse, choices: readonly number[]): Ended => {
  const play = beginDrawn(drawn);
  for (let turn = 0; turn < 500; turn += 1) {
    const possible = possibleIn(play);
    if (possible.length === 0) break;
    readSome(play, possible, choices[turn % choices.length] ?? 0, (decision, before) => hear(play, decision, before));
  }
  return endOf(play);
};
