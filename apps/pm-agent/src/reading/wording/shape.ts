import { isSlot, type Token } from '../steps/token.ts';
import { EQUALS, FILLERS, MODALS } from './vocabulary.ts';

/** How a value appears in a shape. */
export const VALUE = '{}';

const EQUAL = '=';

/** One word of a shape, and the token that it stands for. */
export interface ShapeWord {
  readonly norm: string;
  readonly index: number;
}

/** A word without its ending, so that "calculate", "calculates" and "calculated" are one. */
export const stem = (word: string): string => {
  const bare = word.toLowerCase().replace(/['’]s?$/, '');
  if (bare.length <= 3) return bare;
  const cut = bare.replace(/ies$/, 'y').replace(/(?:ing|ed|es|s|e)$/, '');
  return cut.length < 3 ? bare : cut.replace(/(.)\1$/, '$1');
};

const normOf = (word: string, index: number): string | undefined => {
  const lower = word.toLowerCase();
  if (EQUALS.has(lower)) return EQUAL;
  // A grade, and no article.
  if (word === 'A' && index > 0) return lower;
  return FILLERS.has(lower) || MODALS.has(lower) ? undefined : stem(lower);
};

/** What a step says, without what wordings of one thing differ in: articles, endings, ways to say "is". */
export const shapeOf = (tokens: readonly Token[]): readonly ShapeWord[] =>
  tokens
    .flatMap((token, index): readonly ShapeWord[] => {
      const norm = isSlot(token) ? VALUE : normOf(token.word, index);
      return norm === undefined ? [] : [{ norm, index }];
    })
    .filter(({ norm }, at, all) => norm !== EQUAL || all[at - 1]?.norm !== EQUAL);

/** The shape as one text: steps of one text say the same about their values. */
export const shapeKey = (tokens: readonly Token[]): string =>
  shapeOf(tokens)
    .map(({ norm }) => norm)
    .join(' ');

/** Whether the word says something: it is neither a value nor "is". */
export const isContent = (norm: string): boolean => norm !== VALUE && norm !== EQUAL;
