import { describe, expect, it } from '@jest/globals';
import { eventType } from '@troupe/contracts';
import { defineSaga } from './define-saga.ts';
import type { SagaOptions } from './saga-options.ts';
import {
  FlightBooked,
  FlightRefused,
  FlightReturned,
  HotelBooked,
  HotelRefused,
  noteEvent,
  trip,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
  type Note,
} from './trip.fixture.ts';

const ok = { note: 'ok' };

const flight = { completedBy: FlightBooked, within: '30s' } as const;
const hotel = { completedBy: HotelBooked, within: '30s' } as const;
const some = { keys: () => ['a'], keyOf: () => 'a' };

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
    [{ startedBy: [] }, /nothing starts it/],
    [{ startedBy: [TripRequested, FlightBooked] }, /two meanings/],
    [{ failedBy: [FlightBooked] }, /two meanings/],
    [{ join: { atLeast: 2 } }, /has 1/],
    [{ join: { atLeast: 0.5 } }, /whole number/],
    [{ join: 'by-condition' }, /belong together/],
    [{ condition: () => 'complete' }, /belong together/],
    [{ join: 'any', steps: { flight: { ...flight, optional: true } } }, /spared/],
    [{ within: '0s' }, /its 'within'/],
    [{ onTimeout: 'partial' }, /needs 'within'/],
    [{ steps: { flight: { ...flight, after: 'hotel' } } }, /comes after 'hotel'/],
    [{ steps: { flight: { ...flight, after: 'hotel' }, hotel: { ...hotel, after: ['flight'] } } }, /after itself/],
    [{ steps: { flight: { ...flight, onTimeout: { person: '1d' } } } }, /asks it/],
    [{ asks: { flight: { overdue: () => TripBooked(ok) } } }, /the other way round/],
    [{ asks: { flight: { undo: () => TripBooked(ok) } } }, /nobody ever asks it to undo/],
    [{ rollback: 'in-reverse', steps: { flight: { ...flight, compensatedBy: FlightReturned } } }, /asks it to undo/],
    [
      { steps: { flight: { ...flight, compensatedBy: FlightReturned, holdsNothing: 'A seat' } } },
      /said to hold nothing/,
    ],
    [{ late: 'compensate' }, /without 'compensatedBy'/],
    [{ late: 'reopen', steps: { flight: { ...flight, compensatedBy: FlightReturned } } }, /have undone their parts/],
    [{ steps: { flight: { ...flight, forEach: { of: TripRequested, atMost: 2 } } } }, /both 'forEach' and 'items'/],
    [{ items: { flight: { keys: () => [], keyOf: () => '' } } }, /both 'forEach' and 'items'/],
    [
      { steps: { flight: { ...flight, forEach: { of: TripRequested, atMost: 0 } } }, items: { flight: some } },
      /1 to 300/,
    ],
    [{ accepts: { car: () => true } }, /'car', which is no step/],
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

/** The same for what the rest of a definition is typed from. */
export const typedMore = (): void => {
  const Chosen = noteEvent('hotels.chosen');
  const Counted = eventType<'trip.counted', { readonly count: number }>({
    type: 'trip.counted',
    domain: 'travel',
    schema: TripRequested.schema,
  });
  const common = {
    name: 'trip',
    startedBy: [TripRequested, Counted],
    publishes: [TripBooked],
    onRejected: () => TripBooked(ok),
    onClosed: () => TripBooked(ok),
  } as const;
  const steps = {
    flight: { completedBy: FlightBooked, within: '30s', onTimeout: 'partial' },
    hotel: { completedBy: HotelBooked, within: '30s', forEach: { of: Chosen, atMost: 9 } },
    count: { completedBy: Counted, within: '30s', after: 'flight' },
  } as const;
  const items = { hotel: { keys: ({ note }: Note) => [note], keyOf: ({ note }: Note) => note } };
  const onCompleted = () => TripBooked(ok);
  defineSaga({
    ...common,
    steps,
    items,
    accepts: { count: ({ count }, { startedBy }) => startedBy.type === 'trip.counted' && count > startedBy.data.count },
    asks: {
      count: { begin: ({ steps: { flight: booked, hotel: rooms } }) => TripBooked(booked ?? rooms?.['a'] ?? ok) },
    },
    onCompleted: ({ steps: { flight: booked, hotel: rooms, count } }) =>
      TripBooked({ note: `${count.count}${booked?.note ?? ''}${rooms['a']?.note ?? ''}` }),
  });
  // @ts-expect-error the data is that of the step
  defineSaga({ ...common, steps, items, accepts: { count: ({ note }) => note !== '' }, onCompleted });
  // @ts-expect-error what is not declared in `publishes` cannot be asked with
  defineSaga({ ...common, steps, items, asks: { count: { begin: () => FlightBooked(ok) } }, onCompleted });
  // @ts-expect-error one that is spared may be missing
  defineSaga({ ...common, steps, items, onCompleted: ({ steps: { flight: booked } }) => TripBooked(booked) });
  const any = { ...common, steps, items, join: 'any' } as const;
  // @ts-expect-error with 'any' each of them may be missing
  defineSaga({ ...any, onCompleted: ({ steps: { count } }) => TripBooked({ note: `${count.count}` }) });
};
