import { describe, expect, it } from '@jest/globals';
import { defineSaga, type SagaOptions } from './define-saga.ts';
import {
  FlightBooked,
  FlightRefused,
  HotelBooked,
  HotelRefused,
  noteEvent,
  trip,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
} from './trip.fixture.ts';

const ok = { note: 'ok' };

const define = (more: object) => () =>
  defineSaga({
    name: 'trip',
    startedBy: TripRequested,
    steps: { flight: { completedBy: FlightBooked, within: '30s' } },
    publishes: [TripBooked, TripRefused, TripClosed],
    onCompleted: () => TripBooked(ok),
    onRejected: () => TripRefused(ok),
    onClosed: () => TripClosed(ok),
    ...more,
  });

const refused = (more: object, problem: RegExp): void => {
  expect(define(more)).toThrow(problem);
  expect(define(more)).toThrow(expect.objectContaining({ code: 'DEFINITION_INVALID' }));
};

describe('defineSaga', () => {
  it('derives what it consumes', () => {
    expect(trip.consumes.map(({ type }) => type)).toEqual([
      'trip.requested',
      'trip.withdrawn',
      'flight.booked',
      'flight.refused',
      'flight.returned',
      'hotel.booked',
      'hotel.refused',
      'hotel.returned',
      'visa.granted',
      'visa.denied',
      'weather.known',
    ]);
    expect(trip).toMatchObject({
      version: '1',
      join: 'all',
      early: { events: 200, bytes: 1_000_000, startWithinMs: 86_400_000 },
    });
  });

  it.each([
    [{ name: 'My Trip' }, /kebab-case/],
    [{ name: 'a'.repeat(101) }, /longer than 100/],
    [{ version: '' }, /version/],
    [{ steps: {} }, /no steps/],
    [{ steps: { Flight: { completedBy: FlightBooked, within: '30s' } } }, /kebab-case/],
    [{ steps: { flight: { completedBy: FlightBooked, within: '0s' } } }, /longer than nothing/],
    [{ steps: { flight: { completedBy: FlightBooked, within: 'soon' } } }, /not a duration/],
    [{ steps: { flight: { completedBy: TripRequested, within: '30s' } } }, /two meanings/],
    [{ cancelledBy: FlightBooked }, /two meanings/],
    [{ publishes: [TripBooked, FlightBooked] }, /both published and waited for/],
    [{ version: '2', migrates: { from: '2' } }, /its own version/],
    [{ early: { events: 0 } }, /'early' takes whole numbers/],
    [{ early: { bytes: 1.5 } }, /'early' takes whole numbers/],
    [{ early: { startWithin: 'soon' } }, /a duration longer than nothing/],
    [{ packaged: { table: 'trips; drop', row: () => ({}) } }, /table/],
  ])('refuses %j', (more, problem) => refused(more, problem));

  it('names every problem at once', () => refused({ name: 'X', steps: {} }, /kebab-case.*no steps/));
});

/** Never run: whether it compiles is the test. */
export const typed = (): void => {
  const steps = {
    flight: { completedBy: FlightBooked, failedBy: [FlightRefused], within: '30s' },
    hotel: { completedBy: HotelBooked, failedBy: [HotelRefused], within: '30s', optional: true },
  } as const;
  const common = {
    name: 'trip',
    startedBy: TripRequested,
    publishes: [TripBooked, TripClosed],
    onRejected: () => TripClosed(ok),
    onClosed: () => TripClosed(ok),
  } as const satisfies Partial<
    SagaOptions<typeof TripRequested, typeof steps, readonly (typeof TripBooked | typeof TripClosed)[]>
  >;
  // @ts-expect-error what is not declared in `publishes` cannot be concluded
  defineSaga({ ...common, steps, onCompleted: () => FlightBooked(ok) });
  // @ts-expect-error an optional step may be missing
  defineSaga({ ...common, steps, onCompleted: ({ steps: { hotel } }) => TripBooked({ note: hotel.note }) });
  // @ts-expect-error there is no such step
  defineSaga({ ...common, steps, onCompleted: ({ steps }) => TripBooked({ note: typeof steps.car }) });
  defineSaga({ ...common, steps, onCompleted: ({ steps: { flight, hotel } }) => TripBooked(hotel ?? flight) });
  const Counted = noteEvent('trip.counted');
  // @ts-expect-error a step needs a deadline
  defineSaga({ ...common, steps: { count: { completedBy: Counted } }, onCompleted: () => TripBooked(ok) });
  defineSaga({
    ...common,
    steps,
    onCompleted: () => TripBooked(ok),
    onRejected: ({ refusals, missing }) => {
      const kinds: readonly ('flight.refused' | 'hotel.refused')[] = refusals.map(({ type }) => type);
      const names: readonly ('flight' | 'hotel')[] = missing;
      return TripClosed({ note: [...kinds, ...names].join() });
    },
  });
};
