import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createBm25, type TermCounts } from './bm25.ts';

const counts = (given: Readonly<Record<string, number>>): TermCounts => new Map(Object.entries(given));

const terms = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 1, max: 9 }));
const documents = fc.array(terms.map(counts), { maxLength: 12 });
const wanted = fc.array(fc.constantFrom('a', 'b', 'c', 'x'));

describe('BM25', () => {
  it('is what the formula says', () => {
    const rank = createBm25([counts({ bag: 2, fee: 1 }), counts({ bag: 1, lost: 1, desk: 3 }), counts({ fee: 4 })]);
    // Mean length 4; of three documents two have 'bag' and one has 'lost'.
    const [idfBag, idfLost] = [Math.log(1 + 1.5 / 2.5), Math.log(1 + 2.5 / 1.5)];
    const second = (idfBag * 2.2) / (1 + 1.2 * (0.25 + 0.75 * (5 / 4))) + (idfLost * 2.2) / (1 + 1.2 * (0.25 + 0.75 * (5 / 4))); // prettier-ignore
    const first = (idfBag * 2 * 2.2) / (2 + 1.2 * (0.25 + 0.75 * (3 / 4)));
    expect(rank(['bag', 'lost', 'bag'])).toEqual([
      { index: 1, score: expect.closeTo(second, 12), terms: ['bag', 'lost'] },
      { index: 0, score: expect.closeTo(first, 12), terms: ['bag'] },
    ]);
  });

  it('ranks those documents that have one of the terms, each once, the best first, all above 0', () => {
    fc.assert(
      fc.property(documents, wanted, (given, sought) => {
        const ranked = createBm25(given)(sought);
        const having = given.flatMap((document, index) => (sought.some((term) => document.has(term)) ? [index] : []));
        expect(ranked.map(({ index }) => index).toSorted((one, other) => one - other)).toEqual(having);
        expect(ranked.every(({ score }) => score > 0)).toBe(true);
        expect(ranked).toEqual(ranked.toSorted((one, other) => other.score - one.score));
      }),
    );
  });

  it('does not depend on the order of the terms', () => {
    fc.assert(
      fc.property(documents, fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd')), (given, sought) => {
        const rank = createBm25(given);
        const [one, other] = [rank(sought), rank(sought.toReversed())];
        for (const { index, score } of one)
          expect(other.find((each) => each.index === index)?.score).toBeCloseTo(score, 9);
      }),
    );
  });

  it('prefers the rarer term', () => {
    const [first] = createBm25([counts({ flight: 1 }), counts({ flight: 1 }), counts({ tarmac: 1 })])([
      'flight',
      'tarmac',
    ]);
    expect(first?.terms).toEqual(['tarmac']);
  });
});
