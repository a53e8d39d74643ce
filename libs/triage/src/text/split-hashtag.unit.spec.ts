import { describe, expect, it } from '@jest/globals';
import { readTicket } from './read-ticket.ts';
import { splitHashtag } from './split-hashtag.ts';

const KNOWN = new Set(['never', 'again', 'not', 'happy', 'hap', 'py']);
const split = (tag: string): readonly string[] => splitHashtag(tag, (word) => KNOWN.has(word));

describe('a hashtag', () => {
  it.each([
    ['NeverAgain', ['never', 'again']],
    ['neveragain', ['never', 'again']],
    ['nothappy', ['not', 'happy']],
    ['LHRDelay2', ['lhr', 'delay', '2']],
    ['unknowable', ['unknowable']],
  ])('%s has the words %j', (tag, words) => expect(split(tag)).toEqual(words));

  it('that nobody can read stays one word', () => {
    const long = 'never'.repeat(20);
    expect(split(long)).toEqual([long]);
  });

  it('stands in a ticket as its words', () => {
    expect(readTicket('late #epicfail').map(({ kind, word }) => [kind, word])).toEqual([
      ['word', 'late'],
      ['hashtag', 'epic'],
      ['hashtag', 'fail'],
    ]);
  });
});
