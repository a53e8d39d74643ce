import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { figuresOf, type Verdict } from './figures.ts';
import { foldsOf } from './folds.ts';

const said = (...verdicts: readonly (readonly [probability: number, isNegative: boolean])[]): readonly Verdict[] =>
  verdicts.map(([probability, isNegative]) => ({ probability, isNegative }));

const verdicts = fc.array(fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), isNegative: fc.boolean() }), { minLength: 2 }); // prettier-ignore

/** By definition: over all pairs, ties as half. */
const aucByPairs = (all: readonly Verdict[]): number => {
  const [negative, rest] = [all.filter(({ isNegative }) => isNegative), all.filter(({ isNegative }) => !isNegative)];
  const wins = negative.flatMap((one) =>
    rest.map((other) => (one.probability > other.probability ? 1 : one.probability === other.probability ? 0.5 : 0)),
  );
  return wins.reduce<number>((sum, win) => sum + win, 0) / wins.length;
};

describe('the area under the curve', () => {
  it('is one where all negative tickets are above the others, and a half where nothing is told apart', () => {
    expect(figuresOf(said([0.9, true], [0.8, true], [0.1, false])).auc).toBe(1);
    expect(figuresOf(said([0.5, true], [0.5, false])).auc).toBe(0.5);
  });

  it('is the share of pairs in the right order', () => {
    fc.assert(
      fc.property(verdicts, (all) => {
        fc.pre(new Set(all.map(({ isNegative }) => isNegative)).size === 2);
        expect(figuresOf(all).auc).toBeCloseTo(aucByPairs(all), 9);
      }),
    );
  });
});

describe('F1', () => {
  it('is made of what was said from one half on', () => {
    // Said of three, right about two; one was missed.
    const { f1 } = figuresOf(said([0.9, true], [0.5, true], [0.7, false], [0.49, true]));
    expect(f1).toBeCloseTo(2 / 3, 9);
  });
});

describe('the calibration error', () => {
  it('is how far what is said is from what is the case, in bins, by their size', () => {
    // One bin says 0.9 and half of it is; the other says 0.05 and none is.
    const { ece } = figuresOf(said([0.9, true], [0.9, false], [0.05, false], [0.05, false]));
    expect(ece).toBeCloseTo((2 * 0.4 + 2 * 0.05) / 4, 9);
  });
});

describe('folds', () => {
  it('hold each item out once, and learn from all others meanwhile', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 2, max: 7 }), (items, count) => {
        const folds = foldsOf(items, count);
        expect(folds.flatMap(({ heldOut }) => heldOut).toSorted()).toEqual(items.toSorted());
        for (const { learnt, heldOut } of folds) {
          expect([...learnt, ...heldOut].toSorted()).toEqual(items.toSorted());
        }
      }),
    );
  });
});
