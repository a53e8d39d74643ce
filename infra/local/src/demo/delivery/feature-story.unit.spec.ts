import { describe, expect, it } from '@jest/globals';
import { attemptsOf, outcomeOf, rejectionsOf, roundsOf, specDataOf, stageOf, stageTimesOf } from './feature-story.ts';
import { questions, review, spec, timeline, type Told } from './story.fixture.ts';

const asked: Told = ['feature.requested', 0];
const valid: Told = ['spec.validated', 100, spec];
const first: Told = ['code.committed', 400];
const sentBack: Told = ['pr.reviewed', 500, review(1, 'CHANGES_REQUESTED')];
const second: Told = ['code.committed', 900];
const approved: Told = ['pr.reviewed', 1_000, review(2, 'APPROVED')];
const told = [asked, valid, first, sentBack, second, approved] as const;

describe('the story of a feature', () => {
  it.each([
    ['spec', 'open', [asked]],
    ['person', 'waiting', [asked, ['spec.rejected', 50, questions('no-outcome')]]],
    ['spec', 'open', [asked, ['spec.rejected', 50, questions('no-outcome')], ['spec.answered', 60]]],
    ['code', 'open', [asked, valid]],
    ['review', 'open', [asked, valid, first]],
    ['review', 'unreviewed', [asked, valid, first, ['review.unavailable', 450]]],
    ['code', 'open', [asked, valid, first, sentBack]],
    ['merge', 'open', [...told]],
    ['done', 'abandoned', [...told, ['merge.refused', 1_100], ['feature.abandoned', 1_200]]],
    ['done', 'delivered', [...told, ['code.merged', 1_100], ['feature.delivered', 1_200]]],
  ] as readonly [string, string, readonly Told[]][])('is at %s and %s', (stage, outcome, events) => {
    for (const order of [events, events.toReversed()]) {
      expect(stageOf({ events: timeline(...order) })).toBe(stage);
      expect(outcomeOf({ events: timeline(...order) })).toBe(outcome);
    }
  });

  it('counts attempts, rounds and rejections', () => {
    const events = timeline(...told, ['spec.rejected', 50, questions('syntax')]);
    expect([attemptsOf({ events }), roundsOf({ events }), rejectionsOf({ events })]).toEqual([2, 1, 1]);
  });

  it('knows the spec that it was built by', () => {
    expect(specDataOf({ events: timeline(...told) })).toMatchObject({ functionName: 'salesTax' });
    expect(specDataOf({ events: timeline(asked) })).toBeUndefined();
  });

  it('measures each part as often as it was gone through, by the log', () => {
    const events = timeline(...told, ['code.merged', 1_150], ['feature.delivered', 1_200]);
    expect(stageTimesOf({ events })).toEqual([
      { stage: 'spec', ms: 100 },
      { stage: 'code', ms: 300 },
      { stage: 'code', ms: 400 },
      { stage: 'review', ms: 100 },
      { stage: 'review', ms: 100 },
      { stage: 'merge', ms: 150 },
      { stage: 'all', ms: 1_200 },
    ]);
  });

  it('does not count the time in which a person thinks as that of pm-agent', () => {
    const events = timeline(asked, ['spec.rejected', 50, questions('syntax')], ['spec.answered', 5_000], ['spec.validated', 5_020, spec]); // prettier-ignore
    expect(stageTimesOf({ events })).toEqual([
      { stage: 'spec', ms: 50 },
      { stage: 'spec', ms: 20 },
    ]);
  });
});
