import { describe, expect, it } from '@jest/globals';
import { taughtJudge } from './taught-judge.ts';
import { LARGEST_MODEL, nameOfModel, parseModel, printModel } from './taught-model.ts';
import { teach } from './teach.ts';
import { shopTickets } from './tickets.fixture.ts';

const model = teach(shopTickets());
const judge = taughtJudge(model);

describe('a taught judge', () => {
  it('knows what was bad and good in tickets like these, about things that it never met', () => {
    expect(judge('My sofa went up in smoke').negative).toBeGreaterThan(0.7);
    expect(judge('My sofa works like a dream').negative).toBeLessThan(0.3);
  });

  it('names the words that counted, and itself', () => {
    const { reasons, decidedBy } = judge('My sofa went up in smoke, 3 hours on hold');
    expect(reasons.map(({ text }) => text)).toContain('smoke');
    expect(decidedBy).toBe(nameOfModel(model));
  });

  it('tells of a family of cues by the words that it was found in', () => {
    const { reasons } = taughtJudge({ ...model, weights: { 'family wait': 1 } })('3 hours on hold');
    expect(reasons).toEqual([{ cue: 'wait', text: expect.stringContaining('3 hours'), weight: expect.any(Number) }]);
  });

  it('is the same when it is taught the same', () => {
    expect(printModel(teach(shopTickets()))).toBe(printModel(model));
    expect(nameOfModel(teach(shopTickets().slice(1)))).not.toBe(nameOfModel(model));
  });

  it('is measured on tickets that it did not learn from', () => {
    expect(model.heldOut.auc).toBeGreaterThan(0.85);
    // Of what says nothing one in four is negative, and nobody who has not seen it can know which.
    expect(model.heldOut.auc).toBeLessThan(1);
    expect(model).toMatchObject({ tickets: shopTickets().length, heldOut: { folds: 5 } });
  });

  it.each([
    ['too few', shopTickets().slice(0, 49), '49 tickets teach nothing'],
    ['of one kind', shopTickets().map(({ text }) => ({ text, isNegative: true })), 'are negative: give 10 or more'],
    ['too many', Array(50_001).fill(shopTickets()[0]), '50001 tickets are too many'],
  ])('is not made of tickets that are %s', (_, tickets, why) => expect(() => teach(tickets)).toThrow(why));
});

describe('the file of a model', () => {
  it('is read back as it was written', () => expect(parseModel(printModel(model))).toEqual(model));

  it.each([
    ['no JSON', 'weights', 'The taught model cannot be read'],
    ['another form', JSON.stringify({ ...model, form: 'other' }), 'form'],
    ['a weight that is none', JSON.stringify({ ...model, weights: { 'word a': 'x' } }), 'weights'],
    ['a weight beyond measure', JSON.stringify({ ...model, bias: 1e9 }), 'bias'],
    ['a field that nobody knows', JSON.stringify({ ...model, run: 'this' }), 'run'],
    ['no end', ' '.repeat(LARGEST_MODEL + 1), 'it has more than'],
  ])('is refused when it has %s', (_, text, why) => {
    expect(() => parseModel(text)).toThrow(why);
    expect(() => parseModel(text)).toThrow('npm run triage -- teach');
  });
});
