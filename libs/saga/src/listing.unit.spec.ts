import { describe, expect, it } from '@jest/globals';
import { defineSaga } from './define-saga.ts';
import type { SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import { listingOf } from './listing.ts';
import {
  allGood,
  decided,
  FlightBooked,
  HotelRefused,
  HotelReturned,
  FlightReturned,
  seen,
  T0,
  trip,
  TripBooked,
  TripRequested,
} from './trip.fixture.ts';

const ok = { note: 'ok' };
const find = (...facts: readonly SagaFact[]) => listingOf(trip, fold(trip, { conversationId: 'c-1', facts }), facts);

describe('what an instance is found by', () => {
  it('has the steps that have not answered while it runs', () => {
    const facts = [seen(TripRequested(ok), 0), seen(FlightBooked(ok), 5)];
    expect(find(...facts)).toEqual({ startedMs: T0, businessKey: undefined, openSteps: ['hotel', 'visa', 'weather'] });
  });

  it('has the steps that are not undone while it is rolled back', () => {
    const facts = [
      seen(TripRequested(ok), 0),
      seen(FlightBooked(ok), 5),
      seen(HotelRefused(ok), 6),
      decided('rejected'),
    ];
    expect(find(...facts).openSteps).toEqual(['flight']);
    expect(find(...facts, seen(FlightReturned(ok), 7), seen(HotelReturned(ok), 8)).openSteps).toEqual([]);
  });

  it('has no step once all went well, and before it started', () => {
    expect(find(...allGood, decided('completed')).openSteps).toEqual([]);
    expect(find(seen(FlightBooked(ok), 9), seen(HotelRefused(ok), 7))).toEqual({
      startedMs: T0 + 7,
      businessKey: undefined,
      openSteps: [],
    });
  });

  it('has the key that the definition makes of the start, cut to 200 characters', () => {
    const known = defineSaga({
      name: 'known',
      startedBy: TripRequested,
      steps: { flight: { completedBy: FlightBooked, within: '1s' } },
      publishes: [TripBooked],
      businessKey: ({ note }) => `trip of ${note}`,
      onCompleted: () => TripBooked(ok),
      onRejected: () => TripBooked(ok),
      onClosed: () => TripBooked(ok),
    });
    const keyOf = (note: string) => {
      const facts = [seen(TripRequested({ note }), 0)];
      return listingOf(known, fold(known, { conversationId: 'c-1', facts }), facts).businessKey;
    };
    expect(keyOf('Ada')).toBe('trip of Ada');
    expect(keyOf('x'.repeat(500))).toHaveLength(200);
  });
});
