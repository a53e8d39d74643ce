import { describe, expect, it } from '@jest/globals';
import { SagaInstructed } from '@troupe/contracts';
import fc from 'fast-check';
import { deadlines } from './deadlines.ts';
import { decide } from './decide.ts';
import { byLogOrder, type SagaFact } from './fact.ts';
import { fold } from './fold.ts';
import { lenient, ok, outing, told } from './outing.fixture.ts';
import { status } from './status.ts';
import {
  FlightBooked,
  FlightRefused,
  FlightReturned,
  seen,
  T0,
  TripBooked,
  TripClosed,
  TripRefused,
  TripRequested,
} from './trip.fixture.ts';

const start = seen(TripRequested(ok), 0);

const anyInstruction = fc.oneof(
  fc.constant({ action: 'pause' } as const),
  fc.constant({ action: 'resume' } as const),
  fc.constant({ action: 'cancel' } as const),
  fc.constant({ action: 'retry', step: 'weather' } as const),
  fc.constant({ action: 'retrigger' } as const),
  fc.constant({ action: 'move', version: '2' } as const),
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
