import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createKnowledgeBase } from './knowledge-base.ts';
import { passagesOf } from './passages.ts';
import { SHOP } from './shop.fixture.ts';

describe('a knowledge base', () => {
  const passages = passagesOf('shop.md', SHOP);
  const base = createKnowledgeBase(passages);
  const headings = (text: string): readonly string[] => base.search(text).map(({ heading }) => heading);

  it('finds passages whatever the endings of words are, and quotes the sentence that says most', () => {
    expect(headings('You are losing parcels! What about the number?')).toEqual(['Parcels › Lost parcels']);
    const [best] = base.search('my parcel got lost');
    expect(best).toMatchObject({ file: 'shop.md', quote: 'A parcel that is lost is paid for.' });
  });

  it('finds a passage by the words that customers use for it', () => {
    expect(headings('How do I exchange these, is that free?')).toEqual(['Returns']);
  });

  it('finds nothing where one word alone is shared, or none', () => {
    expect(headings('The post was closed')).toEqual([]);
    expect(headings('Is it free?')).toEqual([]);
    expect(headings('')).toEqual([]);
  });

  it('knows nothing when it has no passages', () => {
    expect(createKnowledgeBase([]).search('my parcel got lost')).toEqual([]);
  });

  it('answers whatever it is asked with what it has, the best first', () => {
    const word = fc.constantFrom('lost', 'parcel', 'return', 'free', 'number', 'post', 'abroad', 'the', '#', '');
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 500 }),
      fc.array(word).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (asked) => {
        const found = base.search(asked);
        expect(found.length).toBeLessThanOrEqual(3);
        for (const each of found) {
          expect(passages).toContainEqual({
            file: each.file,
            heading: each.heading,
            asked: each.asked,
            text: each.text,
          });
          expect(each.text.replaceAll(/\s+/g, ' ')).toContain(each.quote);
        }
        expect(found).toEqual(found.toSorted((one, other) => other.score - one.score));
      }),
    );
  });
});
