import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyEnd, choices, drawCourse } from './drawn-course.fixture.ts';
import { playDrawn, type DrawnCourse, type Ended } from './drawn-play.fixture.ts';

/** An agent that holds what it should answer for some items, and has answered for others. */
const isHeldInPart = ({ saga: { steps }, answers }: DrawnCourse): boolean =>
  steps.some(({ perItem, ifHeld }, index) => {
    const said = new Set(answers[index]?.map(({ says }) => says));
    said.delete('nothing');
    return perItem && ifHeld === 'fail' && said.has('held') && said.size > 1;
  });

/** What fails because it is held is not answered as well: that would be a yes and a no, of which the one counts that is read. */
const undisturbed = drawCourse({
  cancelledAt: fc.constant(undefined),
  failsAt: fc.constant(undefined),
  released: fc.constantFrom('nowhere', 'where-waited-for'),
}).filter((drawn) => !isHeldInPart(drawn));
const disturbed = drawCourse(anyEnd);

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
