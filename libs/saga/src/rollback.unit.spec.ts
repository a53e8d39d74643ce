import { describe, expect, it } from '@jest/globals';
import { startConversation } from '@troupe/contracts';
import { defineSaga } from './define-saga.ts';
import { Asked, Bought, Closed, concluding, Dropped, follows } from './quote.fixture.ts';
import {
  FlightBooked,
  FlightRefused,
  FlightReturned,
  HotelBooked,
  HotelReturned,
  noteEvent,
  seen,
  TripRequested,
  TripWithdrawn,
  VisaDenied,
  VisaGranted,
} from './trip.fixture.ts';

const ok = { note: 'ok' };
const CarHired = noteEvent('car.hired');
const CarReturned = noteEvent('car.returned');
const undo = (note: string) => ({ undo: () => Asked({ note: `undo ${note}` }) });

const trip = follows(
  defineSaga({
    ...concluding,
    startedBy: TripRequested,
    cancelledBy: TripWithdrawn,
    steps: {
      flight: { completedBy: FlightBooked, failedBy: [FlightRefused], within: '10s', compensatedBy: FlightReturned },
      hotel: { completedBy: HotelBooked, within: '10s', compensatedBy: HotelReturned },
      car: { completedBy: CarHired, within: '20s', compensatedBy: CarReturned },
      visa: { completedBy: VisaGranted, failedBy: [VisaDenied], within: '10s' },
    },
    asks: { flight: undo('flight'), hotel: undo('hotel'), car: undo('car') },
    rollback: 'in-reverse',
    publishes: [Bought, Dropped, Closed, Asked],
  }),
);
const start = seen(TripRequested(ok), 0);
const [hotel, flight, car] = [seen(HotelBooked(ok), 1), seen(FlightBooked(ok), 2), seen(CarHired(ok), 3)];
const [hotelBack, flightBack, carBack] = [
  seen(HotelReturned(ok), 91),
  seen(FlightReturned(ok), 92),
  seen(CarReturned(ok), 93),
];
const denied = seen(VisaDenied(ok), 5);

describe('a rollback in reverse', () => {
  it('asks one after the other, the last that completed in the log first', () => {
    const first = trip(start, car, hotel, flight, denied);
    expect(first.sent).toEqual(['quotes.dropped ', 'part.asked undo car']);
    const second = first.then(carBack);
    expect(second.sent).toEqual(['part.asked undo flight']);
    expect(second.then(carBack).sent).toEqual([]);
    expect(second.then(flightBack).sent).toEqual(['part.asked undo hotel']);
    expect(second.then(flightBack, hotelBack)).toMatchObject({ status: 'closed' });
    expect(second.then(flightBack, hotelBack).sent).toContain('quotes.closed ok');
  });

  it('waits until it is known what became of every step, and leaves out who had said no', () => {
    const open = trip(start, seen(FlightRefused(ok), 1), hotel);
    expect(open).toMatchObject({
      status: 'rolling-back',
      waits: [
        ['visa', 10_000],
        ['car', 20_000],
      ],
    });
    const decided = open.passed(20_000);
    expect(decided.sent).toEqual(['part.asked undo car']);
    expect(decided.then(carBack).sent).toEqual(['part.asked undo hotel']);
    expect(decided.then(carBack, hotelBack).status).toBe('closed');
  });

  it('asks who was late in the end before those who are known to have completed', () => {
    const late = trip(start, flight, hotel, denied).passed(20_000);
    expect(late.sent).toEqual(['part.asked undo car']);
    expect(late.then(seen(CarHired(ok), 25_000), carBack).sent).toEqual(['part.asked undo flight']);
  });

  it('undoes a completed saga that is cancelled', () => {
    const done = trip(start, hotel, flight, car, seen(VisaGranted(ok), 4));
    expect(done.status).toBe('completed');
    expect(done.then(seen(TripWithdrawn(ok), 50)).sent).toEqual(['part.asked undo car']);
  });

  it('does not ask whoever has undone its part already', () =>
    expect(trip(start, hotel, flight, car, carBack, denied).sent).toEqual([
      'quotes.dropped ',
      'part.asked undo flight',
    ]));
});

describe('a rollback of children', () => {
  const begin = (note: string) => () => startConversation(note, Asked({ note: `begin ${note}` }));
  const stop = (note: string) => () => startConversation(note, Asked({ note: `stop ${note}` }));
  const journey = follows(
    defineSaga({
      ...concluding,
      startedBy: TripRequested,
      cancelledBy: TripWithdrawn,
      steps: {
        visa: { completedBy: VisaGranted, failedBy: [VisaDenied], within: '10s' },
        hotel: { completedBy: HotelBooked, within: '10s', compensatedBy: HotelReturned },
        flight: { after: 'visa', completedBy: FlightBooked, within: '20s', compensatedBy: FlightReturned },
      },
      asks: {
        hotel: { begin: begin('hotel'), undo: stop('hotel') },
        flight: { begin: begin('flight'), undo: stop('flight') },
      },
      rollback: 'in-reverse',
    }),
  );

  it('waits for those that were begun, and not for one that is not there', () => {
    const refused = journey(start, hotel, seen(VisaDenied(ok), 2));
    expect(refused).toMatchObject({ sent: ['part.asked begin hotel', 'quotes.dropped ', 'part.asked stop hotel'], waits: [] }); // prettier-ignore
    expect(refused.then(hotelBack)).toMatchObject({ sent: ['quotes.closed ok'], status: 'closed' });
  });

  it('waits for one that was begun until it is known what became of it', () => {
    const withdrawn = journey(start, hotel, seen(VisaGranted(ok), 2), seen(TripWithdrawn(ok), 3));
    expect(withdrawn).toMatchObject({ status: 'rolling-back', waits: [['flight', 20_002]] });
    expect(withdrawn.then(flight).sent).toEqual(['part.asked stop flight']);
    expect(withdrawn.then(flight, flightBack).sent).toEqual(['part.asked stop flight', 'part.asked stop hotel']);
  });

  it('waits for one that did its part, whoever began it', () =>
    expect(journey(flight, start, hotel, seen(VisaDenied(ok), 2)).sent).toContain('part.asked stop flight'));
});
