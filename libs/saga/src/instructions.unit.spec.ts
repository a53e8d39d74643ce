import { describe, expect, it } from '@jest/globals';
import { SagaInstructed, type SagaInstructedInput } from '@troupe/contracts';
import fc from 'fast-check';
import { deadlines } from './deadlines.ts';
import { decide } from './decide.ts';
import { defineSaga } from './define-saga.ts';
import { byLogOrder, type EventFact, type SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import { addRunning, instructionDecision } from './instructions.ts';
import type { SagaDefinition } from './saga-definition.ts';
import { status } from './status.ts';
import {
  FlightBooked,
  FlightRefused,
  FlightReturned,
  noteEvent,
  seen,
  T0,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
  WeatherKnown,
} from './trip.fixture.ts';
import { viewOf } from './view.ts';

const WeatherAsked = noteEvent('weather.asked');
const WeatherAway = noteEvent('weather.away');
const ok = { note: 'ok' };

const options = {
  name: 'outing',
  startedBy: TripRequested,
  steps: {
    flight: { completedBy: FlightBooked, failedBy: [FlightRefused], within: '30s', compensatedBy: FlightReturned },
    weather: { completedBy: WeatherKnown, failedBy: [WeatherAway], within: '5s', optional: true },
  },
  asks: { weather: { retry: () => WeatherAsked(ok) } },
  publishes: [TripBooked, TripRefused, TripClosed, WeatherAsked],
  onCompleted: () => TripBooked(ok),
  onRejected: ({ instructed }: { readonly instructed: { readonly reason: string } | undefined }) =>
    TripRefused({ note: instructed?.reason ?? 'by itself' }),
  onClosed: () => TripClosed(ok),
} as const;

const outing: SagaDefinition = defineSaga(options);
const lenient: SagaDefinition = defineSaga({
  ...options,
  onForced: ({ steps, instructed }) =>
    TripBooked({ note: `${steps.flight?.note ?? 'no flight'}: ${instructed?.by ?? ''}` }),
  onRevoked: ({ instructed }) => TripRefused({ note: `taken back: ${instructed?.reason ?? ''}` }),
});

type Said = Partial<SagaInstructedInput> & { readonly action: SagaInstructedInput['action'] };

const told = (said: Said, atMs: number, id = `${said.action} at ${atMs}`): EventFact =>
  seen(SagaInstructed({ saga: 'outing', reason: 'a spec', by: 'ada', ...said }), atMs, id);

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

const anyInstruction = fc.oneof(
  fc.constant({ action: 'pause' } as const),
  fc.constant({ action: 'resume' } as const),
  fc.constant({ action: 'cancel' } as const),
  fc.constant({ action: 'retry', step: 'weather' } as const),
  fc.constant({ action: 'retrigger' } as const),
  fc.constantFrom(
    { action: 'force', outcome: 'completed' } as const,
    { action: 'force', outcome: 'rejected' } as const,
  ),
);

const RESOLUTIONS: readonly string[] = [TripBooked.type, TripRefused.type, TripClosed.type];

const course = fc.record({
  said: fc.array(fc.record({ what: anyInstruction, atMs: fc.integer({ min: 0, max: 40_000 }) }), { maxLength: 6 }),
  flightMs: fc.integer({ min: 0, max: 40_000 }),
  flies: fc.boolean(),
  order: fc.infiniteStream(fc.nat(1_000)),
  definition: fc.constantFrom(outing, lenient),
});

describe('whatever operators say, in any order of arrival and with any duplicates', () => {
  it('each resolution is published once, nothing while it is paused, and every saga ends once it is resumed', () => {
    fc.assert(
      fc.property(course, ({ said, flightMs, flies, order, definition }) => {
        const instructions = said.map(({ what, atMs }, nth) => told(what, atMs, `said ${nth}`));
        const answer = seen((flies ? FlightBooked : FlightRefused)(ok), flightMs);
        let unread: SagaFact[] = [start, answer, ...instructions];
        const facts: SagaFact[] = [];
        const sent: string[] = [];
        const take = (fact: SagaFact): void => {
          facts.push(fact);
          const before = fold(definition, { conversationId: 'c-1', facts });
          const { decisions, state } = decide(definition, before, T0);
          const told = decisions.flatMap(({ draft }) => draft?.type ?? []);
          // What operators ask for themselves is done all the same.
          if (status(before) === 'paused' && status(state) === 'paused')
            expect(RESOLUTIONS.filter((type) => told.includes(type))).toEqual([]);
          facts.push(...decisions.map((decision) => decision.fact));
          sent.push(...told);
          const again = decide(definition, fold(definition, { conversationId: 'c-1', facts }), T0);
          expect(again.decisions).toEqual([]);
        };
        // Instructions lie on one topic, and are read in its order.
        const isNext = (fact: SagaFact): boolean =>
          fact.kind !== 'event' ||
          fact.type !== SagaInstructed.type ||
          !unread.some((each) => each.kind === 'event' && each.type === fact.type && byLogOrder(each, fact) < 0);
        const next = (possible: readonly SagaFact[]): SagaFact | undefined => {
          const readable = possible.filter(isNext);
          return readable[Number(order.next().value) % Math.max(readable.length, 1)];
        };
        const timers = (): readonly SagaFact[] =>
          deadlines(definition, fold(definition, { conversationId: 'c-1', facts })).filter(
            ({ dueMs }) => !unread.some((fact) => fact.kind === 'event' && fact.appendedMs <= dueMs),
          );
        for (let fact = next([...unread, ...timers()]); fact !== undefined; fact = next([...unread, ...timers()])) {
          take(fact);
          if (Number(order.next().value) % 3 === 0) take(fact);
          unread = unread.filter((each) => each !== fact);
          if (unread.length === 0 && status(fold(definition, { conversationId: 'c-1', facts })) === 'paused')
            unread = [told({ action: 'resume' }, 50_000 + facts.length, `resume ${facts.length}`)];
          const undoes = sent.includes('trip.refused') && !facts.some(({ id }) => id === FlightReturned.type);
          if (unread.length === 0 && undoes) unread = [seen(FlightReturned(ok), 100_000)];
        }
        for (const type of RESOLUTIONS) expect(sent.filter((each) => each === type).length).toBeLessThanOrEqual(1);
        expect(['completed', 'closed']).toContain(status(fold(definition, { conversationId: 'c-1', facts })));
      }),
      { numRuns: 300, endOnFailure: true },
    );
  });
});
