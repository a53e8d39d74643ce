import { describe, expect, it } from '@jest/globals';
import { deadlines } from './deadlines.ts';
import { decide } from './decide.ts';
import type { SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import { addRunning, instructionDecision } from './instructions.ts';
import { lenient, ok, outing, told, WeatherAway } from './outing.fixture.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';
import { FlightBooked, FlightRefused, FlightReturned, seen, T0, TripRequested, WeatherKnown } from './trip.fixture.ts';
import { viewOf } from './view.ts';

/** Reads facts one after the other, as if restarted before each. */
const read = (definition: SagaDefinition, ...events: readonly SagaFact[]) => {
  // What was decided is known from the start.
  const facts: SagaFact[] = events.filter(({ kind }) => kind === 'decision');
  const sent: string[] = [];
  const drafts: unknown[] = [];
  for (const event of events.filter(({ kind }) => kind !== 'decision')) {
    facts.push(event);
    const { decisions } = decide(definition, fold(definition, { conversationId: 'c-1', facts }), T0);
    facts.push(...decisions.map(({ fact }) => fact));
    const published = decisions.flatMap(({ draft }) => draft ?? []);
    drafts.push(...published);
    sent.push(...published.map(({ type }) => type));
  }
  const state = fold(definition, { conversationId: 'c-1', facts });
  const refusal = (id: string): string | undefined => state.taken.get(instructionDecision(id))?.refused;
  return { facts, sent, drafts, state, status: status(state), refusal };
};

const start = seen(TripRequested(ok), 0);
const flight = (atMs: number) => seen(FlightBooked(ok), atMs);
const weather = (atMs: number) => seen(WeatherKnown(ok), atMs);
const due = ({ state }: ReturnType<typeof read>, definition = outing) =>
  deadlines(definition, state).map(({ step, dueMs }) => [step, dueMs - T0]);

describe('a pause', () => {
  it('lets nothing be decided and no deadline pass, until it is resumed', () => {
    const paused = read(outing, start, told({ action: 'pause' }, 1_000), flight(2_000), weather(50_000));
    expect(paused).toMatchObject({ status: 'paused', sent: [] });
    expect(due(paused)).toEqual([]);
    expect(read(outing, ...paused.facts, told({ action: 'resume' }, 60_000))).toMatchObject({
      status: 'completed',
      sent: ['trip.booked'],
    });
  });

  it('moves deadlines by as long as it lasted', () => {
    const resumed = read(outing, start, told({ action: 'pause' }, 1_000), told({ action: 'resume' }, 8_000));
    expect(due(resumed)).toEqual([
      ['weather', 12_000],
      ['flight', 37_000],
    ]);
    expect(read(outing, ...resumed.facts, weather(11_999), flight(37_001)).state.steps).toMatchObject([
      { verdict: 'undecided' },
      { verdict: 'completed' },
    ]);
  });

  it('moves no deadline that passed before it', () => {
    const late = read(outing, start, told({ action: 'pause' }, 6_000), told({ action: 'resume' }, 9_000));
    expect(due(late)).toEqual([
      ['weather', 5_000],
      ['flight', 33_000],
    ]);
  });

  it('is refused where it is paused already, and where all is done', () => {
    const twice = read(outing, start, told({ action: 'pause' }, 1), told({ action: 'pause' }, 2));
    expect(twice.refusal('pause at 2')).toBe('it is paused already');
    const done = read(
      outing,
      start,
      flight(1),
      weather(2),
      told({ action: 'pause' }, 3),
      told({ action: 'resume' }, 4),
    );
    expect(done.refusal('pause at 3')).toMatch(/completed/);
    expect(done.refusal('resume at 4')).toBe('it is not paused');
  });

  it('is refused before the start, and holds up a rollback', () => {
    const early = read(outing, told({ action: 'pause' }, 0), start, flight(6), weather(7));
    expect(early).toMatchObject({ status: 'completed', sent: ['trip.booked'] });
    expect(early.refusal('pause at 0')).toBe('it has not started');
    const undoing = read(outing, start, flight(1), seen(FlightRefused(ok), 2), told({ action: 'cancel' }, 3));
    const held = read(outing, ...undoing.facts, told({ action: 'pause' }, 4), seen(FlightReturned(ok), 5));
    expect(held).toMatchObject({ status: 'paused', sent: [] });
    expect(read(outing, ...held.facts, told({ action: 'resume' }, 6)).sent).toEqual(['trip.closed']);
  });

  it.each([
    [0, 30, [], 30],
    [10, 5, [{ fromMs: 0, untilMs: 12 }], 17],
    [0, 10, [{ fromMs: 10, untilMs: 20 }], 10],
    [0, 11, [{ fromMs: 10, untilMs: 20 }], 21],
    [
      0,
      30,
      [
        { fromMs: 10, untilMs: 20 },
        { fromMs: 25, untilMs: Infinity },
      ],
      Infinity,
    ],
    [
      0,
      15,
      [
        { fromMs: 10, untilMs: 20 },
        { fromMs: 25, untilMs: Infinity },
      ],
      25,
    ],
  ])('makes %d and %d ms of running time, with pauses, to what it comes to', (fromMs, runningMs, pauses, dueMs) => {
    expect(addRunning(pauses, fromMs, runningMs)).toBe(dueMs);
  });
});

describe('a cancellation by an operator', () => {
  it('rejects a saga that runs, with the reason, also one that is paused', () => {
    for (const before of [[], [told({ action: 'pause' }, 1)]]) {
      const { status: where, drafts, state } = read(outing, start, ...before, told({ action: 'cancel' }, 2));
      expect(where).toBe('rolling-back');
      expect(drafts).toMatchObject([{ type: 'trip.refused', data: { note: 'a spec' } }]);
      expect(viewOf(state).instructed).toEqual({ action: 'cancel', by: 'ada', reason: 'a spec' });
    }
  });

  it('takes a completed one back where the definition says how, and is refused where it does not', () => {
    const done = [start, flight(1), weather(2), told({ action: 'cancel' }, 3)];
    expect(read(lenient, ...done)).toMatchObject({ status: 'rolling-back', sent: ['trip.booked', 'trip.refused'] });
    const refused = read(outing, ...done);
    expect(refused).toMatchObject({ status: 'completed', sent: ['trip.booked'] });
    expect(refused.refusal('cancel at 3')).toMatch(/does not say how that is taken back/);
  });

  it('is refused before the start and after the rejection', () => {
    expect(read(outing, told({ action: 'cancel' }, 0)).refusal('cancel at 0')).toBe('it has not started');
    const rejected = read(outing, start, seen(FlightRefused(ok), 1), told({ action: 'cancel' }, 2));
    expect(rejected.sent.filter((type) => type === 'trip.refused')).toHaveLength(1);
  });

  it('of another saga of the conversation is none of its own', () => {
    const { facts } = read(outing, start, told({ action: 'cancel', saga: 'other' }, 1));
    expect(facts).toHaveLength(2);
  });
});

describe('a step that is retried', () => {
  it('begins again: its participant is asked, and has its whole time', () => {
    const away = seen(WeatherAway(ok), 1_000);
    const again = read(outing, start, away, told({ action: 'retry', step: 'weather' }, 20_000));
    expect(again.sent).toEqual(['weather.asked']);
    expect(again.state.steps[1]).toMatchObject({ verdict: 'undecided' });
    expect(due(again)).toEqual([
      ['weather#1', 25_000],
      ['flight', 30_000],
    ]);
    expect(read(outing, ...again.facts, flight(21_000), weather(24_000)).sent).toEqual(['trip.booked']);
  });

  it('is asked once for every instruction, however often that is read', () => {
    const first = told({ action: 'retry', step: 'weather' }, 10);
    const second = told({ action: 'retry', step: 'weather' }, 20);
    expect(read(outing, start, first, first, second, first).sent).toEqual(['weather.asked', 'weather.asked']);
  });

  it.each([
    [{ action: 'retry', step: 'flight' }, /how the participant of step 'flight' is asked again/],
    [{ action: 'retry', step: 'hotel' }, /no step 'hotel'/],
  ] as const)('is refused: %j', (said, why) => {
    expect(read(outing, start, told(said, 1, 'it')).refusal('it')).toMatch(why);
  });

  it('is refused once the rejection is published', () => {
    const facts = [start, seen(FlightRefused(ok), 1), told({ action: 'retry', step: 'weather' }, 2, 'it')];
    expect(read(outing, ...facts).refusal('it')).toMatch(/re-trigger it/);
  });
});

describe('a saga that is re-triggered', () => {
  it('has its start event published again, in a conversation of its own', () => {
    const { drafts } = read(outing, start, seen(FlightRefused(ok), 1), told({ action: 'retrigger' }, 2));
    expect(drafts.at(-1)).toMatchObject({ type: 'trip.requested', data: ok, startsConversation: 'retrigger' });
  });

  it('is refused while it runs', () => {
    expect(read(outing, start, told({ action: 'retrigger' }, 1, 'it')).refusal('it')).toMatch(/cancel it first/);
  });
});

describe('a saga that is forced', () => {
  it('completes without what is missing where the definition says how', () => {
    const { drafts, status: where } = read(lenient, start, told({ action: 'force', outcome: 'completed' }, 1));
    expect(where).toBe('completed');
    expect(drafts).toMatchObject([{ type: 'trip.booked', data: { note: 'no flight: ada' } }]);
  });

  it('is refused where it does not, naming what is missing', () => {
    const { refusal, sent } = read(outing, start, told({ action: 'force', outcome: 'completed' }, 1, 'it'));
    expect(refusal('it')).toMatch(/without flight, weather: onForced/);
    expect(sent).toEqual([]);
  });

  it('is rejected', () => {
    expect(read(outing, start, told({ action: 'force', outcome: 'rejected' }, 1))).toMatchObject({
      status: 'rolling-back',
      sent: ['trip.refused'],
    });
  });

  it('is left as it is by an action of a later version', () => {
    expect(read(outing, start, told({ action: 'unknown' }, 1, 'it')).refusal('it')).toMatch(/does not know/);
  });
});

describe('that a saga was moved to another version', () => {
  const moved = (atMs: number) => told({ action: 'move', version: '2' }, atMs, 'moved');

  it.each([
    ['runs', [start], 'running'],
    ['is paused', [start, told({ action: 'pause' }, 1)], 'paused'],
    ['is rolled back', [start, flight(1), told({ action: 'cancel' }, 2)], 'rolling-back'],
    ['is closed', [start, seen(FlightRefused(ok), 1)], 'closed'],
    ['is completed', [start, flight(1), weather(2)], 'completed'],
  ] as const)('is kept among its facts and changes nothing, when it %s', (_when, before, where) => {
    const [without, after] = [read(outing, ...before), read(outing, ...before, moved(5))];
    expect(after).toMatchObject({ status: where, sent: without.sent });
    expect(after.state.taken.get(instructionDecision('moved'))).toBeDefined();
    expect(after.refusal('moved')).toBeUndefined();
    expect(due(after)).toEqual(due(without));
  });
});
