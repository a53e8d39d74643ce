import { startConversation, type Duration } from '@troupe/contracts';
import { defineSaga, type SagaDefinition } from '@troupe/saga';
import { noteEvent, type Note } from './own-events.fixture.ts';

export const JourneyWanted = noteEvent('journey.wanted');
export const JourneyBooked = noteEvent('journey.booked');
export const JourneyRefused = noteEvent('journey.refused');
export const JourneyClosed = noteEvent('journey.closed');
export const TourWanted = noteEvent('tour.wanted');
export const TourBooked = noteEvent('tour.booked');
export const TourExtended = noteEvent('tour.extended');
export const TourRefused = noteEvent('tour.refused');
export const TourClosed = noteEvent('tour.closed');
export const LegWanted = noteEvent('leg.wanted');
export const LegUnwanted = noteEvent('leg.unwanted');
export const LegFixed = noteEvent('leg.fixed');
export const LegDropped = noteEvent('leg.dropped');
export const LegBooked = noteEvent('leg.booked');
export const LegRefused = noteEvent('leg.refused');
export const LegReturned = noteEvent('leg.returned');
export const SeatTaken = noteEvent('seat.taken');
export const SeatRefused = noteEvent('seat.refused');
export const SeatFreed = noteEvent('seat.freed');

/** All of them. */
export const JOURNEY_EVENTS = [
  ...[JourneyWanted, JourneyBooked, JourneyRefused, JourneyClosed],
  ...[TourWanted, TourBooked, TourExtended, TourRefused, TourClosed],
  ...[LegWanted, LegUnwanted, LegFixed, LegDropped, LegBooked, LegRefused, LegReturned],
  ...[SeatTaken, SeatRefused, SeatFreed],
];

/** The child: a seat on one leg of a journey. It tells its parent which leg. */
export const legSaga = defineSaga({
  name: 'leg',
  startedBy: LegWanted,
  cancelledBy: LegUnwanted,
  steps: { seat: { completedBy: SeatTaken, failedBy: [SeatRefused], within: '30s', compensatedBy: SeatFreed } },
  publishes: [LegFixed, LegDropped, LegBooked, LegRefused, LegReturned],
  onCompleted: ({ steps }) => LegFixed(steps.seat),
  onRejected: ({ start }) => LegDropped(start),
  reports: {
    completed: ({ start, steps }) => LegBooked({ note: `${start.note} ${steps.seat.note}` }),
    rejected: ({ start }) => LegRefused(start),
    closed: ({ start }) => LegReturned(start),
  },
});

const legs = { keys: ({ note }: Note) => note.split(' '), keyOf: ({ note }: Note) => note.split(' ')[0] ?? '' };
const inWords = (seats: Readonly<Record<string, Note>> = {}): Note => ({
  note: Object.values(seats)
    .map(({ note }) => note)
    .toSorted()
    .join(', '),
});

/** A parent with one child per leg: all of them, or none. */
export const journeySaga = defineSaga({
  name: 'journey',
  startedBy: JourneyWanted,
  steps: {
    leg: {
      ...{ forEach: { of: JourneyWanted, atMost: 5 }, completedBy: LegBooked, failedBy: [LegRefused] },
      ...{ within: '30s', compensatedBy: LegReturned },
    },
  },
  items: { leg: legs },
  asks: {
    leg: {
      begin: (_, item) => startConversation(item, LegWanted({ note: item })),
      undo: (_, item) => startConversation(item, LegUnwanted({ note: item })),
    },
  },
  rollback: 'in-reverse',
  publishes: [JourneyBooked, JourneyRefused, JourneyClosed, LegWanted, LegUnwanted],
  onCompleted: ({ steps }) => JourneyBooked(inWords(steps.leg)),
  onRejected: ({ refusals }) => JourneyRefused({ note: refusals.map(({ step }) => step).join(', ') }),
  onClosed: ({ outcome }) => JourneyClosed({ note: outcome }),
});

/** A parent that sets out with the legs that are there in time, and takes others later. */
export const tourSaga = (within: Duration): SagaDefinition =>
  defineSaga({
    name: 'tour',
    startedBy: TourWanted,
    steps: {
      leg: {
        ...{ forEach: { of: TourWanted, atMost: 5 }, completedBy: LegBooked, failedBy: [LegRefused] },
        ...{ within, onTimeout: 'partial', late: 'append' },
      },
    },
    items: { leg: legs },
    asks: { leg: { begin: (_, item) => startConversation(item, LegWanted({ note: item })) } },
    publishes: [TourBooked, TourExtended, TourRefused, TourClosed, LegWanted],
    onCompleted: ({ steps, missing }) => TourBooked({ note: [inWords(steps.leg).note, ...missing].join(' without ') }),
    onAppended: ({ steps }) => TourExtended(inWords(steps.leg)),
    onRejected: ({ start }) => TourRefused(start),
    onClosed: ({ start }) => TourClosed(start),
  });
