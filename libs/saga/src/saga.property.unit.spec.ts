import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.ts';
import { fold, type SagaState } from './fold.ts';
import { play, sagaOf, type Course, type Participant } from './saga-world.fixture.ts';
import { allGood, T0, trip, TripBooked, TripClosed, TripRefused } from './trip.fixture.ts';

const participant: fc.Arbitrary<Participant> = fc.record({
  within: fc.constantFrom(100, 200),
  optional: fc.boolean(),
  compensable: fc.boolean(),
  says: fc.constantFrom('yes', 'yes', 'yes', 'no'),
  answersAt: fc.constantFrom(1, 99, 100, 101, 200, 201),
  undoesFirst: fc.boolean(),
});

const course = (cancelled: fc.Arbitrary<boolean>): fc.Arbitrary<Course> =>
  fc.record({
    participants: fc.array(participant, { minLength: 1, maxLength: 6 }),
    cancelled,
    choices: fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
  });

const isInTime = ({ answersAt, within }: Participant): boolean => answersAt <= within;

const isGood = (each: Participant): boolean => each.optional || (each.says === 'yes' && isInTime(each));

/** A state without the definition's functions, which differ between two definitions of the same. */
const facetsOf = ({ steps, ...rest }: SagaState) => ({
  ...rest,
  steps: steps.map(({ definition, ...step }) => ({ ...step, name: definition.name })),
});

const permutations = <Item>(items: readonly Item[]): readonly (readonly Item[])[] =>
  items.length < 2
    ? [items]
    : items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));

describe('a saga, in whatever order its facts are read', () => {
  it('comes to the one end that its answers in log time allow, having sent the same events', () => {
    fc.assert(
      fc.property(course(fc.constant(false)), (drawn) => {
        const { status, sent } = play(drawn);
        const good = drawn.participants.every(isGood);
        expect(status).toBe(good ? 'completed' : 'closed');
        expect(sent).toEqual(good ? [TripBooked.type] : [TripRefused.type, TripClosed.type]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is closed when it was cancelled, and never both completed and rejected', () => {
    fc.assert(
      fc.property(course(fc.constant(true)), (drawn) => {
        const { status, sent } = play(drawn);
        expect(status).toBe('closed');
        expect(sent.at(-1)).toBe(TripClosed.type);
        expect(sent.filter((type) => type !== TripClosed.type).length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes no decision twice and is not closed before every step is undone that may have been done', () => {
    fc.assert(
      fc.property(course(fc.boolean()), (drawn) => {
        const { ids, forgotten } = play(drawn);
        expect(new Set(ids).size).toBe(ids.length);
        expect(forgotten).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is in the same state whatever order its stored facts come back in', () => {
    fc.assert(
      fc.property(course(fc.boolean()), fc.array(fc.nat(), { minLength: 1 }), (drawn, keys) => {
        const { facts, state } = play(drawn);
        const shuffled = facts
          .map((fact, at) => ({ fact, key: keys[at % keys.length]! ^ at }))
          .toSorted((one, other) => one.key - other.key)
          .map(({ fact }) => fact);
        const definition = sagaOf(drawn.participants);
        const again = fold(definition, { conversationId: 'c-1', facts: [...shuffled, ...facts] });
        expect(facetsOf(again)).toEqual(facetsOf(state));
        expect(decide(definition, again, T0).decisions).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('five facts', () => {
  it('complete a saga in each of their 120 orders, the last of them and no earlier one', () => {
    for (const order of permutations(allGood)) {
      const sentAfter = order.map((_, at) => {
        const state = fold(trip, { conversationId: 'c-1', facts: order.slice(0, at + 1) });
        return decide(trip, state, T0).decisions.map(({ draft }) => draft?.type);
      });
      expect(sentAfter).toEqual([[], [], [], [], [TripBooked.type]]);
    }
  });
});
