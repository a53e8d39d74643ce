import { describe, expect, it } from '@jest/globals';
import type { FoundPassage } from '@troupe/knowledge';
import { citedIn, withCitations } from './citations.ts';

const passage = (heading: string, score: number): FoundPassage => ({
  ...{ file: 'bags.md', heading, asked: [], text: `${heading}.`, quote: `${heading}.`, score },
});

const FOUND = [passage('Fees', 3.14159), passage('Lost', 2), passage('Damaged', 1)];

describe('the citations of a draft', () => {
  it('are the passages that it names, numbered anew in their order', () => {
    const { reply, citations } = withCitations('We repair it [3]. It costs 25 [1][3].', FOUND);
    expect(reply).toBe('We repair it [2]. It costs 25 [1][2].');
    expect(citations).toEqual([
      { file: 'bags.md', heading: 'Fees', quote: 'Fees.', score: 3.14 },
      { file: 'bags.md', heading: 'Damaged', quote: 'Damaged.', score: 1 },
    ]);
  });

  it('are no other brackets', () => {
    expect(citedIn('See [here] and [12], not [] or [1234]')).toEqual([12]);
    expect(withCitations('It is [9]', FOUND)).toEqual({ reply: 'It is [9]', citations: [] });
  });
});
