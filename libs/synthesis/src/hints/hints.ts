import { everyPart, type Expression } from '../expression.ts';
import type { Operator } from '../operators/operator.ts';
import { STRONG_WORDS, VOCABULARY } from './vocabulary.ts';

/** What a description says about the program, without saying what it is. */
export interface Hints {
  /** The cost of an operator, which is lower when the description speaks for it. Never less than 1. */
  readonly costOf: (operator: Operator) => number;
  /** How many of the words that ask for something are not done justice to by this expression. */
  readonly unmet: (expression: Expression) => number;
  /** Whether the description has a word that begins like this. */
  readonly says: (word: string) => boolean;
}

const tokensOf = (texts: readonly string[]): readonly string[] =>
  texts.flatMap((text) =>
    text
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => word.length > 1),
  );

/** `rounded` and `rounding` are said of `round`; `input` is not said of `in`. */
const speaksFor = (token: string, word: string): boolean =>
  token === word || (word.length >= 3 && token.startsWith(word) && token.length <= word.length + 4);

const wordsFor = ({ name }: Operator): readonly string[] => (VOCABULARY[name] ?? '').split(' ').filter(Boolean);

/** Reads a description. Words only lower costs: what the examples do not bear out is never found because of a word. */
export const readHints = (texts: readonly string[]): Hints => {
  const tokens = [...new Set(tokensOf(texts))];
  const says = (word: string): boolean => tokens.some((token) => speaksFor(token, word));
  const strong = STRONG_WORDS.filter(says);
  const isHinted = new Map<string, boolean>();
  const hinted = (operator: Operator): boolean => {
    const known = isHinted.get(operator.name) ?? wordsFor(operator).some(says);
    isHinted.set(operator.name, known);
    return known;
  };
  const meets = (expression: Expression, word: string): boolean =>
    everyPart(expression).some((part) => part.kind === 'call' && wordsFor(part.operator).includes(word));
  return {
    costOf: (operator) => (hinted(operator) ? Math.max(1, Math.ceil(operator.cost / 2)) : operator.cost),
    unmet: (expression) => strong.filter((word) => !meets(expression, word)).length,
    says,
  };
};

const NUMBER_IN_TEXT = /(?<![\w.])-?\d[\d,]*(?:\.\d+)?\s?%?/g;
const QUOTED = /"([^"]{1,40})"|'([^']{1,40})'/g;

const numbersIn = (found: string): readonly number[] => {
  const value = Number(found.replace(/[,\s%]/g, ''));
  return found.endsWith('%') ? [value, value / 100] : [value];
};

/** The numbers and the quoted strings in a text; a percentage counts as itself and as a fraction. */
export const constantsIn = (text: string): readonly (number | string)[] => [
  ...[...text.replace(QUOTED, ' ').matchAll(NUMBER_IN_TEXT)].flatMap(([found]) => numbersIn(found.trim())),
  ...[...text.matchAll(QUOTED)].map(([, double, single]) => double ?? single ?? ''),
];
