import type { EventDefinition } from '@troupe/contracts';
import { defineSaga } from './define-saga.ts';
import type { DrawnAnswer } from './drawn-play.fixture.ts';
import { eventsOf, POOR } from './drawn-saga.fixture.ts';
import type { EventFact } from './fact.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { noteEvent, seen, T0, type Note } from './trip.fixture.ts';

export const LegWanted = noteEvent('leg.wanted');
export const LegUnwanted = noteEvent('leg.unwanted');
export const LegDropped = noteEvent('leg.dropped');
const [LegFixed, SeatTaken, SeatRefused, SeatFreed, MealKnown] = [
  noteEvent('leg.fixed'),
  noteEvent('seat.taken'),
  noteEvent('seat.refused'),
  noteEvent('seat.freed'),
  noteEvent('meal.known'),
];

const PUBLISHES: readonly EventDefinition[] = [
  ...[LegFixed, LegDropped],
  ...[0, 1, 2, 3].flatMap((index) => {
    const { done, refused, undone } = eventsOf(index);
    return [done, refused, undone];
  }),
];

const ok = { note: 'ok' };

/** What its parent asked for says which of its steps, and which item, it is. */
const told = ({ note }: Note) => {
  const [index, item = ''] = note.split(' ');
  const about = (words: string): Note => ({ note: [item, words].filter(Boolean).join(' ') });
  return { ...eventsOf(Number(index)), about };
};

/** The child of every step that is one: a seat, which is given back, and a meal, which need not be. */
export const legSaga: SagaDefinition = defineSaga({
  name: 'leg',
  startedBy: LegWanted,
  cancelledBy: LegUnwanted,
  steps: {
    seat: { completedBy: SeatTaken, failedBy: [SeatRefused], within: '60ms', compensatedBy: SeatFreed },
    meal: { completedBy: MealKnown, within: '40ms', optional: true },
  },
  publishes: PUBLISHES,
  onCompleted: () => LegFixed(ok),
  onRejected: () => LegDropped(ok),
  reports: {
    completed: ({ start, steps }) => told(start).done(told(start).about(steps.seat.note)),
    rejected: ({ start }) => told(start).refused(told(start).about('ok')),
    closed: ({ start }) => told(start).undone(told(start).about('ok')),
  },
});

/** What the participants of a child do once it has begun: the seat answers as it is drawn, and the meal is always known. */
export const answersInLeg = ({ says, at }: DrawnAnswer, startedMs: number): readonly EventFact[] => {
  const afterMs = startedMs - T0 + Math.max(1, at % 100);
  const meal = seen(MealKnown(ok), afterMs);
  if (says === 'nothing' || says === 'held') return [meal];
  if (says === 'no') return [seen(SeatRefused(ok), afterMs), meal];
  return [seen(SeatTaken({ note: says === 'poor' ? POOR : 'ok' }), afterMs), meal];
};

/** What the seat says when its leg is given up, be it that there is nothing to give back. */
export const seatFreed = (atMs: number): EventFact => seen(SeatFreed(ok), atMs - T0);
