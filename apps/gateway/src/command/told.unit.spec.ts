import { describe, expect, it } from '@jest/globals';
import { isUnreviewed, questionsIn, tell, writtenIn } from './told.ts';

const decidedBy = 'offline-spec@1';
const question = (id: string) => ({ id, rule: 'no-outcome', question: 'What comes of it?', choices: [] });
const rejected = (...ids: readonly string[]) => ({
  type: 'spec.rejected',
  data: { questions: ids.map(question), decidedBy },
});

describe('what a timeline tells', () => {
  it.each([
    ['feature.requested', { workspace: 'shop', title: 'Tax', feature: 'Feature: Tax' }, 'shop: Tax'],
    ['spec.answered', { feature: 'Feature: Tax' }, 'the feature was rewritten'],
    ['spec.answered', { answers: [{ question: 'q', answer: 'a' }] }, '1 answer'],
    [
      'pr.reviewed',
      { commit: 'c', branch: 'b', attempt: 2, verdict: 'APPROVED', examples: 8, failures: [], decidedBy },
      'attempt 2 approved, 8 examples',
    ],
    [
      'pr.reviewed',
      {
        commit: 'c',
        branch: 'b',
        attempt: 1,
        verdict: 'CHANGES_REQUESTED',
        examples: 8,
        failures: [],
        cause: 'time limit',
        decidedBy,
      },
      'attempt 1: time limit',
    ],
    ['review.requested', { requestedBy: 'ada' }, 'by ada'],
    ['feature.abandoned', { reasons: ['one', 'two'], tried: [], missing: [] }, 'one; two'],
  ])('of %s is %j in words', (type, data, words) => {
    expect(tell({ type, data })).toBe(words);
  });

  it('is nothing of what is not known here, or not as it is known', () => {
    expect(tell({ type: 'order.confirmed', data: {} })).toBe('');
    expect(tell({ type: 'code.merged', data: { commit: 7 } })).toBe('');
  });

  it('is not reviewed while nobody could look at a commit, whatever is read first', () => {
    const committed = { type: 'code.committed', data: {} };
    const unavailable = (commit: string) => ({ type: 'review.unavailable', data: { commit, missing: [], decidedBy } });
    const reviewed = {
      type: 'pr.reviewed',
      data: { commit: 'c', branch: 'b', attempt: 1, verdict: 'APPROVED', examples: 8, failures: [], decidedBy },
    };
    expect(isUnreviewed([committed, unavailable('c')])).toBe(true);
    expect(isUnreviewed([unavailable('c'), committed])).toBe(true);
    expect(isUnreviewed([reviewed, unavailable('c')])).toBe(false);
    expect(isUnreviewed([committed, reviewed, unavailable('d')])).toBe(true);
    expect(isUnreviewed([committed, reviewed])).toBe(false);
  });

  it('asks what was asked last', () => {
    expect(questionsIn([rejected('q-1'), { type: 'spec.answered', data: {} }, rejected('q-2', 'q-3')]).map(({ id }) => id)).toEqual(['q-2', 'q-3']); // prettier-ignore
    expect(questionsIn([])).toEqual([]);
  });

  it('has the feature that is asked about where a model wrote it', () => {
    const { type, data } = rejected('q-1');
    expect(writtenIn([{ type, data: { ...data, feature: 'Feature: Tax' } }])).toBe('Feature: Tax');
    expect(writtenIn([rejected('q-1')])).toBeUndefined();
  });
});
