import fc from 'fast-check';
import type { DrawnCourse } from './drawn-play.fixture.ts';
import type { DrawnSaga, DrawnStep } from './drawn-saga.fixture.ts';

const TIMES = [-5, 1, 99, 100, 101, 150, 200, 201, 300, 301, 400, 401, 700];

const step = (isChild: fc.Arbitrary<boolean>): fc.Arbitrary<DrawnStep> =>
  fc.record({
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
    isChild,
  });

const saga = (isChild: fc.Arbitrary<boolean>): fc.Arbitrary<DrawnSaga> =>
  fc.record({
    steps: fc.array(step(isChild), { minLength: 1, maxLength: 4 }),
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

/** What a course is drawn with. */
type Drawing = {
  readonly [End in 'cancelledAt' | 'failsAt' | 'released']: fc.Arbitrary<DrawnCourse[End]>;
} & {
  /** Whether a step is a child. Default: none is. */
  readonly isChild?: fc.Arbitrary<boolean>;
};

/** Any saga, and what happens to one instance of it. */
export const drawCourse = ({ isChild = fc.constant(false), ...ends }: Drawing): fc.Arbitrary<DrawnCourse> =>
  fc.record({
    saga: saga(isChild),
    answers: fill(fill(answer, 3)),
    lists: fill(fc.record({ items: fc.constantFrom(0, 1, 2, 3, 3, 4), at: fc.constantFrom(-5, 1, 50, 150, 700) })),
    isImported: fc.boolean(),
    ...ends,
  });

/** Ends that may come at any time, and agents that are released or not. */
export const anyEnd = {
  cancelledAt: fc.constantFrom(undefined, -1, 10, 160, 800),
  failsAt: fc.constantFrom(undefined, -1, 10, 160, 800),
  released: fc.constantFrom<DrawnCourse['released'][]>('nowhere', 'where-waited-for', 'everywhere'),
};

/** In which order a course is read. */
export const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });
