/**
 * What a reading may take for granted, and how sure it still leaves us: the chance that a person who wrote the feature
 * would agree. Guesses of names cost little, since no example depends on them; guesses of meaning cost more.
 */
export const ASSUMPTIONS = {
  /** A parameter is named by the words around its value. */
  'name-from-words': 0.99,
  /** Nothing names a parameter: it is called by its type. */
  'name-from-type': 0.96,
  /** Words that differ between scenarios are taken for the value of a parameter or of the result. */
  'words-as-value': 0.9,
  /** Two wordings that differ by a negation are taken for true and false. */
  'negation-as-boolean': 0.93,
  /** A step that only some scenarios have is taken for true where it stands, and for false elsewhere. */
  'step-as-flag': 0.85,
  /** Numbers and words in one place are taken for text, all of them. */
  'mixed-as-text': 0.85,
  /** Numbers in quotation marks are taken for numbers, because of what they are called. */
  'quoted-as-number': 0.93,
  /** A list in quotation marks is taken for a list. */
  'quoted-as-list': 0.95,
  /** Words between commas are taken for a list, because of what they are called. */
  'commas-as-list': 0.93,
  /** Two values joined by 'and' are taken for a list, since other scenarios give more of them. */
  'pair-as-list': 0.95,
  /** A step that comes a different number of times is taken for a list of its values. */
  'repeats-as-list': 0.9,
  /** A value that is called by its type only ("an empty list") is taken for the input that its scenario lacks. */
  'aligned-by-place': 0.95,
  /** A unit, a currency or a percent sign is left out: the number is taken as it is written. */
  'unit-left-out': 0.98,
  /** An empty cell is taken for the empty text or list. */
  'empty-cell': 0.95,
  /** A table of several rows and columns is taken for one list for each column. */
  'columns-as-lists': 0.9,
  /** A promise without a value, which every scenario makes, is not tested. */
  'promise-untested': 0.85,
  /** Scenarios word the action differently, and a person said that it is one. */
  'same-by-answer': 0.97,
  /** There are fewer than four different examples. */
  'few-examples': 0.85,
  /** Too few examples are there to hold one out. */
  'none-held-out': 0.95,
} as const satisfies Readonly<Record<string, number>>;

/** One of `ASSUMPTIONS`. */
export type AssumptionRule = keyof typeof ASSUMPTIONS;

/** One thing that was taken for granted. */
export interface Assumption {
  readonly rule: AssumptionRule;
  /** What it was about; the same assumption about the same thing counts once. */
  readonly about: string;
}

const STEPS = 1_000;

/** How sure a reading is: the product of what its assumptions leave, each counted as independent; 1 without any. */
export const confidenceOf = (assumptions: readonly Assumption[]): number => {
  const distinct = new Map(assumptions.map(({ rule, about }) => [`${rule}:${about}`, ASSUMPTIONS[rule]]));
  const product = [...distinct.values()].reduce((sure, left) => sure * left, 1);
  return Math.max(1 / STEPS, Math.round(product * STEPS) / STEPS);
};
