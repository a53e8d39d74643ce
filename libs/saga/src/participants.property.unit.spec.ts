import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deadlines } from './deadlines.ts';
import { decide } from './decide.ts';
import type { EventFact, SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import { withParticipants, type ParticipantRow } from './participants.ts';
import { status } from './status.ts';
import {
  FlightBooked,
  FlightRefused,
  FlightReturned,
  HotelBooked,
  HotelRefused,
  HotelReturned,
  noteEvent,
  seen,
  T0,
  trip,
  TripRequested,
  VisaDenied,
  VisaGranted,
  WeatherKnown,
} from './trip.fixture.ts';

const Answered = ['one', 'two'].map((name) => noteEvent(`${name}.answered`));
const Refused = ['one', 'two'].map((name) => noteEvent(`${name}.refused`));

const extra = (nth: number): fc.Arbitrary<NonNullable<ParticipantRow['added']>> =>
  fc.record({
    completedBy: fc.constant(Answered[nth]!),
    failedBy: fc.constant([Refused[nth]!]),
    withinMs: fc.constantFrom(50, 20_000),
    optional: fc.boolean(),
    compensatedBy: fc.constant(undefined),
  });

const row: fc.Arbitrary<Omit<ParticipantRow, 'id'>> = fc
  .tuple(fc.constantFrom(0, 1), fc.constantFrom('added', 'added', 'added', 'required', 'optional', 'removed'))
  .chain(([nth, change]) =>
    fc.record({
      saga: fc.constant('trip'),
      step: fc.constantFrom(['one', 'two'][nth]!, ['one', 'two'][nth]!, 'weather'),
      change: fc.constant(change),
      when: fc.constantFrom(
        undefined,
        { field: 'note', is: '=' as const, value: 'far' },
        { field: 'note', is: 'in' as const, value: ['near', 'here'] },
      ),
      effectiveMs: fc.integer({ min: T0 - 3, max: T0 + 3 }),
      added: extra(nth),
    }),
  );

/** A participant says one thing: of a step that says yes and no, whatever is read first decides. */
const ANSWERS = [
  [FlightBooked, FlightRefused],
  [HotelBooked, HotelRefused],
  [VisaGranted, VisaDenied],
  [WeatherKnown, WeatherKnown],
  [FlightReturned, FlightReturned],
  [HotelReturned, HotelReturned],
  ...Answered.map((yes, nth) => [yes, Refused[nth]!]),
] as const;

const course = fc.record({
  note: fc.constantFrom('far', 'near'),
  rows: fc.array(row, { maxLength: 6 }).map((rows) => rows.map((each, at) => ({ ...each, id: at + 1 }))),
  answers: fc.array(
    fc.record({ nth: fc.constantFrom(0, 0, 0, 1, 2), atMs: fc.constantFrom(-5, 1, 49, 51, 15_000, 25_000) }),
    { minLength: ANSWERS.length, maxLength: ANSWERS.length },
  ),
  order: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
  /** When each row that is in effect only later than the start is made, counted in facts that were read before. */
  madeAfter: fc.array(fc.nat(14), { minLength: 6, maxLength: 6 }),
});

/** What two readers of the same log come to. */
const read = (facts: readonly EventFact[], rowsAt: (read: number) => readonly ParticipantRow[]) => {
  const known: SagaFact[] = [];
  const sent: string[] = [];
  const steps: string[] = [];
  const step = (rows: readonly ParticipantRow[]): void => {
    const start = facts.find((fact) => fact.type === TripRequested.type && known.includes(fact));
    const definition = withParticipants(trip, rows, start);
    if (start !== undefined) steps.push(JSON.stringify(definition.steps));
    const { decisions } = decide(definition, fold(definition, { conversationId: 'c', facts: known }), T0);
    known.push(...decisions.map(({ fact }) => fact));
    sent.push(...decisions.map(({ fact, draft }) => `${fact.id} ${JSON.stringify(draft?.data)}`));
  };
  for (const [nth, fact] of facts.entries()) {
    known.push(fact);
    step(rowsAt(nth));
  }
  const rows = rowsAt(facts.length);
  const effective = withParticipants(
    trip,
    rows,
    facts.find(({ type }) => type === TripRequested.type),
  );
  const stateOf = () => fold(effective, { conversationId: 'c', facts: known });
  for (let due = deadlines(effective, stateOf()); due.length > 0; due = deadlines(effective, stateOf())) {
    known.push(...due);
    step(rows);
  }
  return { status: status(stateOf()), sent: sent.map((each) => each.split(' ')[0]), steps: new Set(steps) };
};

it('comes to the same in every order of reading, whichever rows are made meanwhile for later starts', () => {
  fc.assert(
    fc.property(course, ({ note, rows, answers, order, madeAfter }) => {
      const log = [
        seen(TripRequested({ note }), 0),
        ...answers.flatMap(({ nth, atMs }, of) => {
          const answer = ANSWERS[of]?.[nth];
          return answer === undefined ? [] : [seen(answer({ note: '' }), atMs)];
        }),
      ];
      const inLogOrder = log.toSorted((one, other) => one.appendedMs - other.appendedMs);
      const shuffled = log
        .map((fact, at) => ({ fact, key: order[at % order.length]! }))
        .toSorted((one, other) => one.key - other.key)
        .map(({ fact }) => fact);
      const inEffect = rows.filter(({ effectiveMs }) => effectiveMs < T0);
      const later = rows.filter(({ effectiveMs }) => effectiveMs >= T0);
      const rowsAt = (at: number) => [
        ...later.filter((_, nth) => (madeAfter[nth] ?? 0) <= at),
        ...inEffect.toReversed(),
      ];
      const expected = read(inLogOrder, () => inEffect);
      const reached = read(shuffled, rowsAt);
      expect(reached.status).toBe(expected.status);
      expect(reached.sent.toSorted()).toEqual(expected.sent.toSorted());
      expect([...reached.steps]).toEqual([...expected.steps].slice(0, 1));
    }),
    { numRuns: 300 },
  );
});
