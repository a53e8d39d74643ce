import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { choices, drawCourse } from './drawn-course.fixture.ts';
import { playFamily, type EndedChild, type EndedFamily } from './drawn-family.fixture.ts';

/** Most are left alone, so that many come to a result. */
const course = drawCourse({
  cancelledAt: fc.constantFrom(undefined, undefined, undefined, -1, 160),
  failsAt: fc.constantFrom(undefined, undefined, undefined, undefined, 10, 800),
  released: fc.constantFrom('nowhere', 'where-waited-for', 'everywhere'),
  isChild: fc.constantFrom(true, true, false),
});

/** What a child may not come to where its parent ended like this, in words. */
const disagreements = ({ status, state }: EndedFamily, child: EndedChild): readonly string[] => {
  const step = state.steps.find(({ name }) => name === child.step);
  const counted = state.taken.get('completed')?.counted;
  const isCounted = counted === undefined ? step?.verdict === 'completed' : counted.includes(child.step);
  const isGivenUp = child.outcome !== 'completed';
  return [
    ...(status === 'completed' && isCounted && isGivenUp ? [`${child.step} is part of the result, and given up`] : []),
    ...(status === 'closed' && step?.definition.compensatedBy !== undefined && !isGivenUp
      ? [`${child.step} stands, though all was undone`]
      : []),
  ];
};

const isResult = (type: string): boolean => !type.endsWith('.undone');

describe('a saga of any definition, with children', () => {
  it('has an end, with every child that it began, and none of them contradicts it', () => {
    fc.assert(
      fc.property(course, choices, (drawn, order) => {
        const family = playFamily(drawn, order);
        expect(family.broken).toEqual([]);
        expect(['completed', 'closed']).toContain(family.status);
        for (const child of family.children) {
          expect(child.status).toBe(child.outcome === 'completed' ? 'completed' : 'closed');
          expect(disagreements(family, child)).toEqual([]);
        }
      }),
      { numRuns: 600 },
    );
  });

  it('is told one result by each, and once that it was undone', () => {
    fc.assert(
      fc.property(course, choices, (drawn, order) => {
        for (const { reported, outcome, isStopped } of playFamily(drawn, order).children) {
          expect(reported.filter(isResult).length).toBeLessThanOrEqual(1);
          expect(reported.filter((type) => !isResult(type))).toHaveLength(outcome === 'completed' ? 0 : 1);
          if (!isStopped) expect(reported.filter(isResult)).toHaveLength(1);
        }
      }),
      { numRuns: 200 },
    );
  });
});
