import { describe, expect, it } from '@jest/globals';
import { PrReviewed, SpecValidated, type EventOf, type PrReviewedData } from '@troupe/contracts';
import { specOf } from '@troupe/feature-spec';
import { deliver } from '@troupe/testing';
import { largePrice, taxSpec } from '../tax.fixture.ts';
import { branchOf, firstAssignment, nextAssignment, type CommittedAttempt } from './assignment.ts';
import { knownExamples } from './known-examples.ts';
import { triedSoFar } from './told.ts';

const spec = specOf(taxSpec());
const reviewed = (changes: Partial<PrReviewedData> = {}): EventOf<typeof PrReviewed> => {
  const data: PrReviewedData = {
    commit: 'commit-1',
    branch: 'feature/sales-tax',
    attempt: 1,
    verdict: 'CHANGES_REQUESTED',
    examples: 4,
    failures: [largePrice],
    cause: null,
    decidedBy: 'qa@1',
    ...changes,
  };
  return { type: 'pr.reviewed', data, envelope: deliver(PrReviewed(data), { id: 'review', timeMs: 5 }).envelope };
};
const committed = (attempt: number, review: CommittedAttempt['review'] = null): CommittedAttempt => ({
  attempt,
  base: 'main-1',
  commit: `commit-${attempt}`,
  how: `searched ${attempt} times`,
  review,
});

describe('an assignment', () => {
  it('begins with a spec', () => {
    const { envelope } = deliver(SpecValidated(taxSpec()), { id: 'spec', timeMs: 3 });
    expect(firstAssignment({ type: 'spec.validated', data: taxSpec(), envelope })).toEqual({
      conversationId: 'conversation-1',
      spec,
      attempt: 1,
      past: [],
      cause: { id: 'spec', timeMs: 3 },
    });
  });

  it('goes on from the attempt that a review sends back', () => {
    const review = { failures: [largePrice], cause: null };
    expect(nextAssignment({ spec, attempts: [committed(1)] }, reviewed())).toEqual({
      conversationId: 'conversation-1',
      spec,
      attempt: 2,
      past: [committed(1, review)],
      cause: { id: 'review', timeMs: 5 },
    });
  });

  it.each([
    ['there is no attempt', []],
    ['the review is about an earlier attempt', [committed(1, { failures: [], cause: null }), committed(2)]],
    ['the review is about another commit', [{ ...committed(1), commit: 'another' }]],
  ])('is none when %s', (_, attempts) => expect(nextAssignment({ spec, attempts }, reviewed())).toBeUndefined());

  it('has a branch that says what, and in which conversation', () =>
    expect(branchOf({ spec, conversationId: '446de882-d736' })).toBe('feature/sales-tax-446de882-d736'));

  it('has a branch that git takes, whatever a conversation is called', () =>
    expect(branchOf({ spec, conversationId: '../main --force' })).toMatch(/^feature\/sales-tax-[0-9a-f-]{36}$/));
});

describe('the examples that may be known', () => {
  const names = (failures: Parameters<typeof knownExamples>[1]): readonly string[] =>
    knownExamples(spec, failures).map(({ name }) => name);

  it('are those that are not held out, and those that a review has told of, each once', () => {
    expect(names([])).toEqual(['a price', 'another', 'nothing']);
    expect(names([largePrice, largePrice, { ...largePrice, example: 'nothing' }])).toEqual([
      'a price', 'another', 'nothing', 'a large price',
    ]); // prettier-ignore
  });

  it('are refused when a review names what the function cannot take', () =>
    expect(() => names([{ ...largePrice, arguments: ['"much"'] }])).toThrow(/is no number/));
});

describe('what was tried so far', () => {
  it('is a line for each attempt: how it was made, and what the review found', () => {
    const failures = ['a', 'b', 'c', 'd', 'e'].map((example) => ({ ...largePrice, example, cause: 'was\nwrong' }));
    const past = [
      { ...committed(1), review: { failures, cause: null } },
      { ...committed(2), review: { failures: [], cause: 'the code took longer than 15000 ms' } },
    ];
    expect(triedSoFar(past)).toEqual([
      'attempt 1: searched 1 times. The review found a: was wrong; b: was wrong; c: was wrong; 2 more',
      'attempt 2: searched 2 times. The review found the code took longer than 15000 ms',
    ]);
  });
});
