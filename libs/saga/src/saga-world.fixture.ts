import type { Duration } from '@troupe/contracts';
import { deadlines } from './deadlines.ts';
import { decide } from './decide.ts';
import { defineSaga } from './define-saga.ts';
import type { SagaFact } from './fact.ts';
import { fold, type SagaState } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';
import {
  noteEvent,
  seen,
  T0,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
  TripWithdrawn,
} from './trip.fixture.ts';

/** A participant as it is drawn: what it answers, when, and whether its undo overtakes its do. */
export interface Participant {
  readonly within: number;
  readonly optional: boolean;
  readonly compensable: boolean;
  readonly says: 'yes' | 'no';
  /** When its answer is appended, in ms after the start; beyond `within` it is late. */
  readonly answersAt: number;
  readonly undoesFirst: boolean;
}

/** One drawn course of things. */
export interface Course {
  readonly participants: readonly Participant[];
  readonly cancelled: boolean;
  /** Chooses what happens next among all that can. */
  readonly choices: readonly number[];
}

const ok = { note: 'ok' };

const eventsOf = (index: number) => ({
  completedBy: noteEvent(`part-${index}.done`),
  failedBy: [noteEvent(`part-${index}.refused`)],
  compensatedBy: noteEvent(`part-${index}.undone`),
});

/** A saga with one step per participant. */
export const sagaOf = (participants: readonly Participant[]): SagaDefinition =>
  defineSaga({
    name: 'random',
    startedBy: TripRequested,
    cancelledBy: TripWithdrawn,
    steps: Object.fromEntries(
      participants.map(({ within, optional, compensable }, index) => {
        const { compensatedBy, ...events } = eventsOf(index);
        const limit: Duration = `${within}ms`;
        return [`part-${index}`, { ...events, within: limit, optional, ...(compensable && { compensatedBy }) }];
      }),
    ),
    publishes: [TripBooked, TripRefused, TripClosed],
    onCompleted: () => TripBooked(ok),
    onRejected: () => TripRefused(ok),
    onClosed: () => TripClosed(ok),
  });

/** How a course ended. */
export interface Ending {
  readonly state: SagaState;
  readonly status: ReturnType<typeof status>;
  /** Types of the events that were sent, in order. */
  readonly sent: readonly string[];
  readonly ids: readonly string[];
  readonly facts: readonly SagaFact[];
  /** Steps that might still have had something to undo when the saga was closed. */
  readonly forgotten: readonly string[];
}

/** What can be read next: the log and what each participant has yet to do. */
interface World {
  readonly definition: SagaDefinition;
  unread: SagaFact[];
  facts: SagaFact[];
  sent: { type: string; id: string }[];
  undoing: boolean;
  forgotten: string[];
}

const answerOf = ({ says, answersAt }: Participant, index: number): SagaFact => {
  const { completedBy, failedBy } = eventsOf(index);
  return seen((says === 'yes' ? completedBy : failedBy[0]!)(ok), answersAt);
};

const isInLogBefore = (fact: SagaFact, dueMs: number): boolean => fact.kind === 'event' && fact.appendedMs <= dueMs;

/** Participants undo on the first rejection or cancellation; where the undo comes first, the do never happens. */
const undo = (world: World, participants: readonly Participant[]): void => {
  if (world.undoing) return;
  world.undoing = true;
  participants.forEach((participant, index) => {
    const answer = answerOf(participant, index);
    const answered = !world.unread.some(
      (fact) => fact.kind === 'event' && fact.id === (answer.kind === 'event' && answer.id),
    );
    if (participant.undoesFirst && !answered)
      world.unread = world.unread.filter(
        (fact) => fact.kind !== 'event' || answer.kind !== 'event' || fact.id !== answer.id,
      );
    if (participant.compensable) world.unread.push(seen(eventsOf(index).compensatedBy(ok), 1_000_000));
  });
};

/** Steps with something to undo of which neither a "no" nor the undo has been read. */
const notUndone = ({ definition, facts }: World): readonly string[] => {
  const types = new Set(facts.flatMap((fact) => (fact.kind === 'event' ? [fact.type] : [])));
  return definition.steps
    .filter(
      ({ compensatedBy, failedBy }) =>
        compensatedBy && ![compensatedBy, ...failedBy].some(({ type }) => types.has(type)),
    )
    .map(({ name }) => name);
};

/** The coordinator knows nothing but stored facts: every read is as if it had just been restarted. */
const read = (world: World, fact: SagaFact): void => {
  world.facts.push(fact);
  const before = fold(world.definition, { conversationId: 'c-1', facts: world.facts });
  const { decisions } = decide(world.definition, before, T0);
  if (decisions.some(({ fact: { decision } }) => decision === 'closed')) world.forgotten.push(...notUndone(world));
  world.facts.push(...decisions.map((decision) => decision.fact));
  world.sent.push(...decisions.flatMap(({ draft, fact: { id } }) => (draft ? [{ type: draft.type, id }] : [])));
};

/** A timer fires only once everything that was appended before it has been read. */
const dueTimers = ({ definition, facts, unread }: World): readonly SagaFact[] =>
  deadlines(definition, fold(definition, { conversationId: 'c-1', facts })).filter(
    ({ dueMs }) => !unread.some((fact) => isInLogBefore(fact, dueMs)),
  );

/** Plays a course to its end. */
export const play = ({ participants, cancelled, choices }: Course): Ending => {
  const world: World = {
    definition: sagaOf(participants),
    unread: [seen(TripRequested(ok), 0), ...participants.map(answerOf)],
    facts: [],
    sent: [],
    undoing: false,
    forgotten: [],
  };
  if (cancelled) world.unread.push(seen(TripWithdrawn(ok), 10));
  for (let turn = 0; ; turn += 1) {
    if (cancelled || world.sent.some(({ type }) => type === TripRefused.type)) undo(world, participants);
    const timers = dueTimers(world);
    // Read facts may come again: a duplicate, which leaves everything as it is.
    const possible = [...world.unread, ...timers];
    if (possible.length === 0) break;
    const choice = choices[turn % choices.length] ?? 0;
    const next = possible[choice % possible.length]!;
    read(world, next);
    if (choice % 3 === 0) read(world, world.facts[choice % world.facts.length]!);
    world.unread = world.unread.filter((fact) => fact !== next);
  }
  const state = fold(world.definition, { conversationId: 'c-1', facts: world.facts });
  return {
    state,
    status: status(state),
    sent: world.sent.map(({ type }) => type),
    ids: world.sent.map(({ id }) => id),
    facts: world.facts,
    forgotten: world.forgotten,
  };
};
