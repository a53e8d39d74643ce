import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { untaughtJudge } from './untaught-judge.ts';

const negative = (text: string): number => untaughtJudge(text).negative;

describe('the untaught judge', () => {
  it.each([
    'You lost my parcel and nobody answers the phone',
    'Two hours on hold. Still no reply!',
    'Worst service ever, I want a refund',
    'thanks for nothing, my bill is still wrong',
    'Great, another delayed order and no explanation. Way to go',
    'Your app keeps crashing, fix it',
    'I will never buy from you again #neveragain',
    'My router has been down for 3 days',
  ])('takes %j for negative', (text) => expect(negative(text)).toBeGreaterThan(0.7));

  it.each([
    'Thank you so much for your help!',
    'Love the new app, great job 👏',
    'What time do you open tomorrow?',
    'Can I change the size of my order?',
    'No problem, thanks',
    'Your driver was friendly and on time :)',
  ])('takes %j for something else', (text) => expect(negative(text)).toBeLessThan(0.3));

  it.each([
    ['a denied good word', 'The staff was not helpful', 'The staff was helpful'],
    ['force', 'I am really disappointed', 'I am disappointed'],
    ['shouting', 'This is TERRIBLE', 'This is terrible'],
    ['drawn-out words', 'This is baaaad', 'This is bad'],
    ['an angry face', 'My order is here 😡', 'My order is here'],
    ['a sad face of characters', 'My order is here :(', 'My order is here'],
    ['a hashtag', 'My order is here #fail', 'My order is here'],
    ['a longer wait', 'I waited 5 hours', 'I waited 5 minutes'],
    ['thanks beside harm', 'thanks for the broken cup, it is useless', 'thanks for the cup'],
    ['a bad word that is not denied', 'There was a problem', 'There was no problem'],
  ])('hears %s', (_, worse, better) => expect(negative(worse)).toBeGreaterThan(negative(better)));

  it('names what counted, heaviest first, and who says so', () => {
    const { reasons, decidedBy } = untaughtJudge('Terrible: 3 hours on hold, thanks');
    expect(decidedBy).toBe('offline-lexicon@1');
    expect(reasons[0]).toEqual({ cue: 'complaint', text: 'Terrible', weight: 2 });
    expect(reasons).toContainEqual({ cue: 'wait', text: '3 hours', weight: expect.any(Number) });
    const weights = reasons.map(({ weight }) => Math.abs(weight));
    expect(weights).toEqual(weights.toSorted((one, other) => other - one));
  });

  it('says a probability and few reasons of whatever it is given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => {
        const judgement = untaughtJudge(text);
        expect(judgement.negative).toBeGreaterThan(0);
        expect(judgement.negative).toBeLessThan(1);
        expect(judgement.reasons.length).toBeLessThanOrEqual(8);
        for (const reason of judgement.reasons) expect(reason.text.length).toBeLessThanOrEqual(200);
      }),
    );
  });
});
