import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { playDrawn, type DrawnCourse, type Ended } from './drawn-play.fixture.ts';
import type { DrawnSaga, DrawnStep } from './drawn-saga.fixture.ts';

const TIMES = [-5, 1, 99, 100, 101, 150, 200, 201, 300, 301, 400, 401, 700];

const step: fc.Arbitrary<DrawnStep> = fc.record({
  within: fc.constantFrom(100, 200),
  optional: fc.boolean(),
  compensable: fc.boolean(),
  after: fc.constantFrom(0, 0, 1, 2),
  perItem: fc.constantFrom(false, false, true),
  overdue: fc.constantFrom(undefined, undefined, 'fallback', 'person'),
  without: fc.constantFrom('reject', 'partial'),
  late: fc.constantFrom('ignore', 'append', 'reopen', 'compensate'),
  isAsked: fc.boolean(),
  ifHeld: fc.constantFrom(undefined, 'wait', 'fail'),
});

const saga: fc.Arbitrary<DrawnSaga> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  join: fc.constantFrom('all', 'all', 'any', 'two', 'by-condition'),
  within: fc.constantFrom(undefined, undefined, 150, 300),
  onTimeout: fc.constantFrom('reject', 'partial'),
  rollback: fc.constantFrom('at-once', 'in-reverse'),
});

const answer = fc.record({
  says: fc.constantFrom('yes', 'yes', 'yes', 'poor', 'no', 'nothing', 'held'),
  at: fc.constantFrom(...TIMES),
});

const fill = <Value>(values: fc.Arbitrary<Value>, length = 4): fc.Arbitrary<Value[]> =>
  fc.array(values, { minLength: length, maxLength: length });

const course = (ends: {
  readonly [End in 'cancelledAt' | 'failsAt' | 'released']: fc.Arbitrary<DrawnCourse[End]>;
}): fc.Arbitrary<DrawnCourse> =>
  fc.record({
    saga,
    answers: fill(fill(answer, 3)),
    lists: fill(fc.record({ items: fc.constantFrom(0, 1, 2, 3, 3, 4), at: fc.constantFrom(-5, 1, 50, 150, 700) })),
    isImported: fc.boolean(),
    ...ends,
  });

/** What fails because it is held is not answered as well: that would be a yes and a no, of which the one counts that is read. */
const undisturbed = course({
  cancelledAt: fc.constant(undefined),
  failsAt: fc.constant(undefined),
  released: fc.constantFrom('nowhere', 'where-waited-for'),
});
const disturbed = course({
  cancelledAt: fc.constantFrom(undefined, -1, 10, 160, 800),
  failsAt: fc.constantFrom(undefined, -1, 10, 160, 800),
  released: fc.constantFrom('nowhere', 'where-waited-for', 'everywhere'),
});
const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });

const isAskOnTheWay = (decision: string): boolean => /^(begin|overdue):/.test(decision);

/**
 * What was sent, as far as it follows from the log alone. What is asked on the way is asked only while it matters. Where
 * some of several answers are enough, which of them were read first decides which are late, but not how many, unless a
 * step per item comes after another: until it begins its items are not known.
 */
const sentBy = ({ definition, decisions }: Ended): readonly string[] => {
  const isLate = (decision: string): boolean => decision.startsWith('late:');
  const names = decisions.map(({ fact: { decision } }) => decision).filter((decision) => !isAskOnTheWay(decision));
  const told = decisions.flatMap(({ draft, fact: { decision, id } }) => (draft ? [`${decision} ${id}`] : []));
  if (definition.join === 'all') return told.filter((decision) => !isAskOnTheWay(decision)).toSorted();
  const hasCompleted = names.includes('completed');
  if (definition.join === 'by-condition' && hasCompleted) return names.filter((name) => !isLate(name));
  const late = names.filter(isLate).length;
  const areKnown = !definition.steps.some(({ forEach, after }) => forEach !== undefined && after.length > 0);
  return [...(hasCompleted && areKnown ? [`${late} late`] : []), ...names.filter((name) => !isLate(name)).toSorted()];
};

describe('a saga of any definition', () => {
  it('comes to the same end in whatever order its facts are read, having sent the same events', () => {
    fc.assert(
      fc.property(undisturbed, choices, choices, (drawn, one, other) => {
        const [first, second] = [playDrawn(drawn, one), playDrawn(drawn, other)];
        expect(second.status).toBe(first.status);
        expect(second.outcome).toBe(first.outcome);
        expect(sentBy(second)).toEqual(sentBy(first));
      }),
      { numRuns: 1_500 },
    );
  });

  it('has an end, keeps every promise on the way, and decides nothing twice', () => {
    fc.assert(
      fc.property(disturbed, choices, (drawn, order) => {
        const { status, decisions, broken } = playDrawn(drawn, order);
        expect(broken).toEqual([]);
        expect(['completed', 'closed']).toContain(status);
        const ids = decisions.map(({ fact: { id } }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 1_500 },
    );
  });

  it('asks every participant to undo whose completion came after others were enough, if that is its policy', () => {
    fc.assert(
      fc.property(undisturbed, choices, (drawn, order) => {
        const { outcome, state, decisions } = playDrawn(drawn, order);
        fc.pre(outcome === 'completed');
        const counted = state.taken.get('completed')?.counted;
        fc.pre(counted !== undefined);
        const spare = state.steps.filter(({ completion, name }) => completion && !counted.includes(name));
        const undone = decisions.filter(({ fact: { decision }, draft }) => decision.startsWith('late:') && draft);
        const wanted = spare.filter(
          ({ definition: { late }, isAccepted }) => late === 'compensate' || (late !== 'ignore' && isAccepted),
        );
        expect(undone.map(({ fact: { decision } }) => decision).toSorted()).toEqual(
          wanted.map(({ name }) => `late:${name}`).toSorted(),
        );
      }),
      { numRuns: 300 },
    );
  });
});
