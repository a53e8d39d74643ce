import { describe, expect, it } from '@jest/globals';
import { SagaInstructed, type SagaInstructedData } from '@troupe/contracts';
import { decide } from './decide.ts';
import { defineSaga } from './define-saga.ts';
import { drawSaga } from './draw-saga.ts';
import type { SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import {
  FlightBooked,
  FlightRefused,
  FlightReturned,
  HotelBooked,
  noteEvent,
  passed,
  seen,
  T0,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
  TripWithdrawn,
} from './trip.fixture.ts';

const TripReported = noteEvent('trip.reported');
const ok = { note: 'ok' };
const told = (note: string) => TripReported({ note });

const plain = {
  name: 'trip',
  startedBy: TripRequested,
  steps: {
    flight: { completedBy: FlightBooked, failedBy: [FlightRefused], within: '10s', compensatedBy: FlightReturned },
    hotel: { completedBy: HotelBooked, within: '20s', onTimeout: 'partial', late: 'ignore' },
  },
  publishes: [TripBooked, TripRefused, TripClosed, TripReported],
  onCompleted: () => TripBooked(ok),
  onRevoked: () => TripRefused(ok),
  onRejected: () => TripRefused(ok),
  onClosed: () => TripClosed(ok),
} as const;
const options = { ...plain, cancelledBy: TripWithdrawn, onForced: () => TripBooked(ok) } as const;

const reportsOfTrip = {
  completed: () => told('yes'),
  forced: () => told('yes'),
  rejected: () => told('no'),
  closed: () => told('undone'),
};

const child = defineSaga({
  ...options,
  reports: {
    completed: ({ start, steps }) => told(`${start.note}: ${steps.flight.note}`),
    forced: ({ steps }) => told(`forced with ${Object.keys(steps).length}`),
    rejected: ({ refusals }) => told(`no ${refusals.length}`),
    closed: ({ outcome }) => told(`undone: ${outcome}`),
  },
});

/** What its parent is told of these facts, read one after the other. */
const reportsOf = (definition: SagaDefinition, ...news: readonly SagaFact[]): readonly unknown[] => {
  let facts: readonly SagaFact[] = [];
  return news.flatMap((fact) => {
    facts = [...facts, fact];
    const { decisions } = decide(definition, fold(definition, { conversationId: 'c-1', facts }), T0);
    facts = [...facts, ...decisions.map((decision) => decision.fact)];
    return decisions.flatMap(({ report }) => (report === undefined ? [] : [report.data]));
  });
};

const start = seen(TripRequested({ note: 'trip' }), 0);
const flight = seen(FlightBooked(ok), 1);
const hotel = seen(HotelBooked(ok), 2);
const returned = seen(FlightReturned(ok), 90);
const instructed = (action: SagaInstructedData['action'], atMs: number, outcome: 'completed' | null = null): SagaFact =>
  seen(
    SagaInstructed({ saga: 'trip', action, step: null, outcome, reason: 'so', by: 'ann' }),
    atMs,
    `${action} ${atMs}`,
  );

describe('a child', () => {
  it.each([
    ['completed', [start, flight, hotel, hotel], ['trip: ok']],
    ['rejected, and undone', [start, flight, seen(FlightRefused(ok), 0), returned], ['no 1', 'undone: rejected']],
    ['cancelled, and undone', [start, flight, seen(TripWithdrawn(ok), 3), returned], ['undone: cancelled']],
    ['completed by an operator', [start, hotel, instructed('force', 3, 'completed')], ['forced with 1']],
  ])('tells its parent that it was %s', (_, facts, notes) =>
    expect(reportsOf(child, ...facts)).toEqual(notes.map((note) => ({ note }))),
  );

  it('tells one result: what was completed and is revoked is only told to be undone', () =>
    expect(reportsOf(child, start, flight, hotel, instructed('cancel', 5), returned)).toEqual([
      { note: 'trip: ok' },
      { note: 'undone: rejected' },
    ]));

  it('tells one result: what is resolved again is not told', () => {
    const reopened = defineSaga({
      ...plain,
      steps: {
        flight: { completedBy: FlightBooked, within: '10s' },
        hotel: { ...plain.steps.hotel, late: 'reopen' },
      },
      reports: { completed: ({ missing }) => told(missing.join()), rejected: () => told('no') },
    });
    const late = seen(HotelBooked(ok), 25_000);
    expect(reportsOf(reopened, start, flight, passed('hotel'), late)).toEqual([{ note: 'hotel' }]);
  });

  it('may have nothing to tell when it is undone', () => {
    const reports = { ...reportsOfTrip, closed: () => undefined };
    expect(reportsOf(defineSaga({ ...options, reports }), start, seen(TripWithdrawn(ok), 3), returned)).toEqual([]);
  });

  it('cannot tell what it does not declare', () => {
    const undeclared = defineSaga({
      ...options,
      publishes: [TripBooked, TripRefused, TripClosed],
      reports: { ...reportsOfTrip } as never,
    });
    expect(() => reportsOf(undeclared, start, flight, hotel)).toThrow('trip.reported without declaring it');
  });

  it('is drawn with its parent', () => {
    expect(drawSaga(child)).toContain('completed -. "is told" .-> parent');
    expect(drawSaga(defineSaga(options))).not.toContain('parent');
  });
});

describe('a child is refused', () => {
  const { closed, forced, ...least } = reportsOfTrip;
  it.each([
    [
      'that can be cancelled, and would not say so',
      { ...least, forced },
      'its parent would not hear that it was cancelled',
    ],
    [
      'that can be forced, and would not say so',
      { ...least, closed },
      "'onForced' and 'forced' of 'reports' belong together",
    ],
  ])('%s', (_, reports, why) => expect(() => defineSaga({ ...options, reports })).toThrow(why));
});
