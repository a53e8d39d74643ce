import { describe, expect, it } from '@jest/globals';
import { SpecValidated } from '@troupe/contracts';
import { specOf } from '@troupe/feature-spec';
import { judge } from './judge.ts';
import { asAnswered, asAsked, asRequested } from './kept-feature.ts';
import { questionsAbout } from './reading/read.fixture.ts';
import { CONTRADICTION, request, TAX_FEATURE } from './requests.fixture.ts';

const answer = (changes: object) => ({ feature: null, answers: [], answeredBy: null, ...changes });

describe('judge', () => {
  it('validates with a spec that can be read back', () => {
    const judgement = judge(asRequested(request()));
    if (judgement.type !== SpecValidated.type) throw new Error('the feature was rejected');
    const spec = specOf(judgement.data);
    expect(spec.signature).toEqual({
      functionName: 'salesTax',
      parameters: [{ name: 'price', type: 'number' }],
      returns: 'number',
    });
    expect(judgement.data.criteria).toEqual([
      'usual: Given a price of …, When the tax is calculated, Then the tax is …',
      'half: Given a price of …, When the tax is calculated, Then the tax is …',
    ]);
    expect(judgement.data).toMatchObject({ workspace: 'shop', revision: 1, decidedBy: 'offline-gherkin@2' });
  });

  it('rejects prose, since no model is there to read it', () => {
    const judgement = judge(asRequested(request({ feature: null, prose: 'I want a tax' })));
    expect(judgement).toMatchObject({ type: 'spec.rejected', data: { questions: [{ rule: 'prose-needs-model' }] } });
  });
});

describe('an answer', () => {
  const questions = ['a', 'b'].map((id) => ({ ...questionsAbout(CONTRADICTION)[0]!, id, question: `What is ${id}?` }));
  const asked = asAsked(asRequested(request({ feature: CONTRADICTION })), questions);

  it('makes the next revision, and adds to the answers before', () => {
    const once = asAnswered(asked, answer({ answers: [{ question: 'a', answer: '1' }] }));
    const twice = asAnswered(
      once,
      answer({
        answers: [
          { question: 'b', answer: '2' },
          { question: 'a', answer: '3' },
        ],
      }),
    );
    expect(twice).toEqual({ ...asked, answers: { a: '3', b: '2' }, revision: 3 });
  });

  it('to what was never asked is not kept', () => {
    expect(asAnswered(asked, answer({ answers: [{ question: 'c', answer: '1' }] }))).toEqual({ ...asked, revision: 2 });
  });

  it('with a rewritten feature forgets those about the old one', () => {
    const once = asAnswered(asked, answer({ answers: [{ question: 'a', answer: '1' }] }));
    const again = asAnswered(once, answer({ feature: TAX_FEATURE, answers: [{ question: 'b', answer: '2' }] }));
    expect(again).toEqual({ ...asked, feature: TAX_FEATURE, answers: { b: '2' }, revision: 3 });
  });
});
