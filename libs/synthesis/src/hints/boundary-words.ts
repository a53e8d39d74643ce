import type { Hints } from './hints.ts';

const STRICT = ['over', 'above', 'more', 'exceed', 'greater', 'beyond', 'older', 'longer', 'larger', 'heavier'];
const INCLUSIVE = ['least', 'from', 'starting', 'minimum', 'reach'];
const OTHERS = ['under', 'below', 'less', 'up', 'until', 'between', 'than', 'most', 'limit', 'within', 'tier', 'grade'];
const OTHERS_OF_SCALES = [
  'categor',
  'level',
  'band',
  'bracket',
  'free',
  'positive',
  'negative',
  'short',
  'long',
  'adult',
];

/** What a description says about boundaries. */
export interface BoundaryWords {
  /** "over" or "more than", and not "at least" or "from". */
  readonly isStrict: boolean;
  /** Whether it speaks of boundaries at all. A description of nothing might. */
  readonly isSaid: boolean;
}

/** Reads what a description says about boundaries; `isEmpty` when there is no description. */
export const boundaryWords = ({ says }: Hints, isEmpty: boolean): BoundaryWords => ({
  isStrict: STRICT.some(says) && !INCLUSIVE.some(says),
  isSaid: isEmpty || [...STRICT, ...INCLUSIVE, ...OTHERS, ...OTHERS_OF_SCALES].some(says),
});
