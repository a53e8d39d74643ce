import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FEATURE } from '../gateway.fixture.ts';
import { answersSchema, readAnswers, readFeature } from './feature-request.ts';

const problemsOf = (read: typeof readFeature | typeof readAnswers, body: unknown): readonly string[] =>
  (read(body).problems ?? []).map(({ field, message }) => `${field}: ${message}`);

describe('the request for a feature', () => {
  it('is told in Gherkin or in prose, by somebody or not', () => {
    expect(readFeature(FEATURE).data).toEqual({ ...FEATURE, prose: null, requestedBy: null });
    const told = { ...FEATURE, feature: null, prose: 'Tax on books is halved.', requestedBy: 'ada' };
    expect(readFeature(told).data).toEqual(told);
  });

  it.each([
    ['neither feature nor prose', { feature: null }, 'feature: must be there, or else prose'],
    ['both', { prose: 'or so' }, 'prose: must not be there beside a feature'],
    ['an empty feature', { feature: '' }, 'feature: must not be empty'],
    ['a feature without end', { feature: 'x'.repeat(65_537) }, 'feature: must not be longer than 65536 characters'],
    ['a feature that is none', { feature: ['Feature: x'] }, 'feature: must be a string'],
    ['a terminal in the feature', { feature: 'Feature: \u001b[2J' }, 'feature: must not contain control characters'],
    ['no title', { title: '' }, 'title: must not be empty'],
    ['a workspace with a path', { workspace: '../etc' }, 'workspace: must be lower-case letters'],
    ['a workspace like an option', { workspace: '-rf' }, 'workspace: must be lower-case letters'],
    ['a workspace that no folder is called', { workspace: 'x'.repeat(65) }, 'workspace: must be lower-case letters'],
    ['an unknown field', { priority: 1 }, 'priority: is not a known field'],
  ])('with %s is refused by the name of its field', (_, change, problem) => {
    const problems = problemsOf(readFeature, { ...FEATURE, ...change });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('is never read from anything else, and what is wrong is told within bounds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const { problems = [] } = readFeature(body);
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.length).toBeLessThanOrEqual(50);
      }),
    );
  });
});

describe('answers', () => {
  it('are to single questions, or the feature rewritten', () => {
    const answers = [{ question: 'q-1', answer: 'number' }];
    expect(readAnswers({ answers, answeredBy: 'ada' }).data).toEqual({ answers, feature: null, answeredBy: 'ada' });
    expect(readAnswers({ feature: 'Feature: x' }).data).toEqual({
      answers: [],
      feature: 'Feature: x',
      answeredBy: null,
    });
  });

  it.each([
    ['nothing', {}, 'answers: must have 1 or more entries, unless the feature is rewritten'],
    ['an empty answer', { answers: [{ question: 'q-1', answer: '' }] }, 'answers[0].answer: must not be empty'],
    ['an answer to nothing', { answers: [{ answer: 'yes' }] }, 'answers[0].question: is missing'],
    ['too many', { answers: Array(101).fill({}) }, 'answers: must not have more than 100 entries'],
  ])('that say %s are refused', (_, body, problem) => {
    const problems = problemsOf(readAnswers, body);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('are described with their bounds', () => {
    expect(answersSchema()).toMatchObject({
      properties: { answers: { maxItems: 100 }, feature: { maxLength: 65_536 } },
    });
  });
});
