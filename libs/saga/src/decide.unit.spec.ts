import { describe, expect, it } from '@jest/globals';
import { sagaDecisionId, type Draft } from '@troupe/contracts';
import { deadlines } from './deadlines.ts';
import { decide } from './decide.ts';
import { byLogOrder, type SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';
import {
  allGood,
  decided,
  FlightBooked,
  FlightRefused,
  FlightReturned,
  HotelBooked,
  HotelRefused,
  HotelReturned,
  passed,
  seen,
  T0,
  trip,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
  TripWithdrawn,
  VisaDenied,
  VisaGranted,
  WeatherKnown,
} from './trip.fixture.ts';
import { packageResult } from './view.ts';

const conversationId = 'c-1';
const ok = { note: 'ok' };
const no = { note: 'full' };
const start = seen(TripRequested(ok), 0);

const after = (...facts: readonly SagaFact[]) => {
  const { decisions, state } = decide(trip, fold(trip, { conversationId, facts }), T0 + 1);
  return { sends: decisions.flatMap(({ draft }) => draft ?? []), decisions, state, status: status(state) };
};

const without = (draft: Draft): readonly SagaFact[] =>
  allGood.filter((fact) => fact.kind !== 'event' || fact.type !== draft.type);

describe('a saga whose steps all complete', () => {
  it('is completed once, with an id of its own and its last fact as the cause', () => {
    const { sends, decisions, state } = after(...allGood);
    expect(sends).toEqual([TripBooked({ note: 'ok: ok, ok' })]);
    expect(decisions[0]).toMatchObject({
      fact: { id: sagaDecisionId('trip', conversationId, 'completed') },
      causationId: 'weather.known',
    });
    expect(decide(trip, state, T0)).toEqual({ decisions: [], state });
  });

  it('keeps completions from before it starts', () => {
    expect(after(...allGood.slice(1))).toMatchObject({ sends: [], status: 'awaiting-start' });
    expect(after(...allGood.toReversed()).status).toBe('completed');
  });

  it('waits for an optional step only until its deadline', () => {
    const rest = without(WeatherKnown(ok));
    expect(after(...rest)).toMatchObject({ sends: [], status: 'running' });
    expect(after(...rest, passed('weather')).status).toBe('completed');
  });

  it('is not shaken by what comes later', () => {
    expect(after(...allGood, decided('completed'), passed('flight'), seen(FlightRefused(no), 90_000))).toMatchObject({
      sends: [],
      status: 'completed',
    });
  });
});

describe('a step that says no', () => {
  it.each([
    [FlightBooked(ok), FlightRefused(no), 'flight'],
    [HotelBooked(ok), HotelRefused(no), 'hotel'],
    [VisaGranted(ok), VisaDenied(no), 'visa'],
  ])('rejects the saga at once: %# %j', (completed, refused, step) => {
    const { sends, decisions } = after(start, seen(refused, 5));
    expect(sends).toEqual([TripRefused({ note: `${step} full` })]);
    expect(decisions[0]).toMatchObject({ causationId: refused.type });
    expect(after(...without(completed), seen(refused, 9)).status).toBe('rolling-back');
  });

  it.each([
    [FlightBooked(ok), 'flight'],
    [HotelBooked(ok), 'hotel'],
    [VisaGranted(ok), 'visa'],
  ])('or nothing until its deadline: %# %j', (completed, step) => {
    expect(after(...without(completed)).sends).toEqual([]);
    const { sends, decisions } = after(...without(completed), passed(step));
    expect(sends).toEqual([TripRefused({ note: step })]);
    expect(decisions[0]).toMatchObject({ causationId: 'trip.requested' });
  });
});

describe('a deadline', () => {
  const twenty = { ms: 20_000 };

  it('is kept by an answer appended at the last moment, even if the timer was read first', () => {
    const facts = [...without(HotelBooked(ok)), passed('hotel'), seen(HotelBooked(ok), twenty.ms)];
    expect(after(...facts).status).toBe('completed');
  });

  it('is missed by an answer appended a millisecond later, but only the timer says so', () => {
    const late = [...without(HotelBooked(ok)), seen(HotelBooked(ok), twenty.ms + 1)];
    expect(after(...late)).toMatchObject({ sends: [], status: 'running' });
    expect(after(...late, passed('hotel')).sends).toEqual([TripRefused({ note: 'hotel' })]);
  });

  it('runs from when the start was appended, for every step without an answer, and ends with the saga', () => {
    const open = (...facts: readonly SagaFact[]) =>
      deadlines(trip, fold(trip, { conversationId, facts })).map(({ step, dueMs }) => [step, dueMs - T0]);
    expect(open(seen(FlightBooked(ok), 3))).toEqual([]);
    expect(open(seen(FlightBooked(ok), 3), start)).toEqual([
      ['weather', 5_000],
      ['hotel', 20_000],
      ['visa', 30_000],
    ]);
    expect(open(...allGood, decided('completed'))).toEqual([]);
  });
});

describe('a rollback', () => {
  const rejected = [start, seen(HotelRefused(no), 5), decided('rejected')];

  it('waits for a step that is completed and for one that is undecided, not for one that failed', () => {
    expect(after(...rejected).status).toBe('rolling-back');
    expect(after(...rejected, seen(FlightBooked(ok), 6)).status).toBe('rolling-back');
    expect(after(...rejected, seen(FlightReturned(ok), 7)).sends).toEqual([TripClosed({ note: 'rejected; flight' })]);
    expect(after(...rejected, seen(FlightRefused(no), 7)).sends).toEqual([TripClosed({ note: 'rejected; ' })]);
  });

  it('is over at once when nobody did anything', () => {
    const { sends, decisions } = after(start, seen(HotelRefused(no), 5), seen(FlightRefused(no), 6));
    expect(sends.map(({ type }) => type)).toEqual(['trip.refused', 'trip.closed']);
    expect(decisions[1]).toMatchObject({ causationId: sagaDecisionId('trip', conversationId, 'rejected') });
  });

  it('is not changed by a completion or a cancellation that is read afterwards', () => {
    const over = [...rejected, seen(FlightReturned(ok), 7)];
    expect(after(...over, seen(FlightBooked(ok), 6)).sends).toEqual([TripClosed({ note: 'rejected; flight' })]);
    const closed = [...over, decided('closed'), seen(FlightBooked(ok), 9), seen(TripWithdrawn(ok), 10)];
    expect(after(...closed)).toMatchObject({ sends: [], status: 'closed' });
    expect(after(...over, seen(TripWithdrawn(ok), 1)).sends).toEqual([TripClosed({ note: 'rejected; flight' })]);
  });
});

describe('a cancellation', () => {
  const withdrawn = seen(TripWithdrawn(ok), 50);
  const undone = [seen(FlightReturned(ok), 60), seen(HotelReturned(ok), 61)];
  const closed = [TripClosed({ note: 'cancelled; flight, hotel' })];

  it('stops a running saga, which closes when everything is undone', () => {
    expect(after(start, withdrawn)).toMatchObject({ sends: [], status: 'rolling-back' });
    expect(after(start, seen(FlightBooked(ok), 1), withdrawn, ...undone).sends).toEqual(closed);
  });

  it('undoes one that had completed', () => {
    const facts = [...allGood, decided('completed'), withdrawn];
    expect(after(...facts)).toMatchObject({ sends: [], status: 'rolling-back' });
    expect(after(...facts, ...undone).sends).toEqual(closed);
  });

  it('waits for the start that it came before', () => {
    expect(after(withdrawn, ...undone)).toMatchObject({ sends: [], status: 'awaiting-start' });
    expect(after(withdrawn, ...undone, start).sends).toEqual(closed);
  });

  it('leaves no deadline behind', () => {
    expect(deadlines(trip, fold(trip, { conversationId, facts: [start, withdrawn] }))).toEqual([]);
    expect(after(start, withdrawn, passed('hotel')).sends).toEqual([]);
  });
});

describe('duplicates', () => {
  it('count once, as of their first copy', () => {
    const copies = allGood.map((fact) =>
      fact.kind === 'event' ? { ...fact, appendedMs: fact.appendedMs + 60_000 } : fact,
    );
    expect(fold(trip, { conversationId, facts: [...copies, ...allGood] })).toEqual(
      fold(trip, { conversationId, facts: allGood }),
    );
  });
});

describe('the packaged result', () => {
  it('is there as soon as there is an outcome', () => {
    const packaged = (...facts: readonly SagaFact[]) => packageResult(trip, after(...facts).state);
    expect(packaged(start)).toBeUndefined();
    expect(packaged(...allGood)).toEqual({ table: 'trips', row: { id: conversationId, outcome: 'completed' } });
    expect(packaged(start, seen(TripWithdrawn(ok), 1))?.row).toEqual({ id: conversationId, outcome: 'cancelled' });
  });
});

describe('a definition that concludes what it does not declare', () => {
  it('is refused at run time too', () => {
    const sly: SagaDefinition = { ...trip, onCompleted: () => FlightBooked(ok) };
    expect(() => decide(sly, fold(sly, { conversationId, facts: allGood }), T0)).toThrow(
      expect.objectContaining({ code: 'UNDECLARED_PUBLISH' }),
    );
  });
});

describe('log order', () => {
  it('is by time, then by id', () => {
    const [a, b] = [seen(TripRequested(ok), 1, 'a'), seen(TripRequested(ok), 1, 'b')];
    expect([b, seen(TripRequested(ok), 0, 'z'), a].toSorted(byLogOrder).map(({ id }) => id)).toEqual(['z', 'a', 'b']);
    expect(byLogOrder(a, a)).toBe(0);
  });
});
