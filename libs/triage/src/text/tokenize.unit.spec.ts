import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LONGEST_TEXT, tokenize } from './tokenize.ts';

const kinds = (text: string): readonly string[] => tokenize(text).map(({ kind, text: piece }) => `${kind}:${piece}`);

describe('a text', () => {
  it('is read as words and signs, in their order', () => {
    expect(kinds('@acme 3hrs late &amp; no reply?! :( 😡 #neverAgain http://a.example/b.')).toEqual([
      'mention:@acme',
      'number:3',
      'word:hrs',
      'word:late',
      'word:no',
      'word:reply',
      'plea:?!',
      'emotion::(',
      'emotion:😡',
      'hashtag:#neverAgain',
      'link:http://a.example/b.',
    ]);
  });

  it('has words without capitals, possessives and drawn-out letters, and knows that they were there', () => {
    expect(tokenize('TERRIBLE soooo airline’s')).toMatchObject([
      { word: 'terrible', isShouted: true, isDrawnOut: false },
      { word: 'soo', isShouted: false, isDrawnOut: true },
      { word: 'airline', isShouted: false },
    ]);
  });

  it('takes times for numbers and no smile', () => {
    expect(kinds('at 10:30 (8)')).toEqual(['word:at', 'number:10:30', 'pause:(', 'number:8', 'pause:)']);
  });

  it('is read whatever it holds, and each piece stands in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        for (const piece of tokenize(text)) expect(piece.text.length).toBeGreaterThan(0);
      }),
    );
  });

  it.each(['a', '#', ':((', '!?', 'http://', '...', "a'a'", '@', '💙', '(:'])(
    'made of %j over and over is read no further than it may be long',
    (piece) => {
      const long = piece.repeat(LONGEST_TEXT);
      expect(tokenize(long)).toEqual(tokenize(long.slice(0, LONGEST_TEXT)));
    },
  );
});
