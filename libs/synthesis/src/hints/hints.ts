import { everyPart, type Expression } from '../expression.ts';
import type { Operator } from '../operators/operator.ts';
import { clean } from '../search/decimals.ts';
import { STRONG_WORDS, VOCABULARY } from './vocabulary.ts';

/** What a description says about the program, without saying what it is. */
export interface Hints {
  /** The cost of an operator, which is lower when the description speaks for it. Never less than 1. */
  readonly costOf: (operator: Operator) => number;
  /** How many of the words that ask for something are not done justice to by this expression. */
  readonly unmet: (expression: Expression) => number;
  /** How many words speak for the operators of this expression. */
  readonly affinity: (expression: Expression) => number;
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

/** `rounded` and `rounding` are said of `round`; `percent` is not said of `per`. */
const speaksFor = (token: string, word: string): boolean =>
  token === word || (word.length > 3 && token.startsWith(word) && token.length <= word.length + 4);

const wordsFor = ({ name }: Operator): readonly string[] => (VOCABULARY[name] ?? '').split(' ').filter(Boolean);

/** What the description speaks for is not unusual here, whatever it is elsewhere. */
const DEAREST_HINTED = 3;

/** Reads a description. Words only lower costs: what the examples do not bear out is never found because of a word. */
export const readHints = (texts: readonly string[]): Hints => {
  const tokens = [...new Set(tokensOf(texts))];
  const says = (word: string): boolean => tokens.some((token) => speaksFor(token, word));
  const strong = STRONG_WORDS.filter(says);
  const known = new Map<string, number>();
  const votes = (operator: Operator): number => {
    const count = known.get(operator.name) ?? wordsFor(operator).filter(says).length;
    known.set(operator.name, count);
    return count;
  };
  const operatorsIn = (expression: Expression): readonly Operator[] =>
    everyPart(expression).flatMap((part) => (part.kind === 'call' ? [part.operator] : []));
  return {
    costOf: (operator) =>
      votes(operator) > 0 ? Math.min(DEAREST_HINTED, Math.ceil(operator.cost / 2)) : operator.cost,
    unmet: (expression) => {
      const words = new Set(operatorsIn(expression).flatMap(wordsFor));
      return strong.filter((word) => !words.has(word)).length;
    },
    affinity: (expression) => operatorsIn(expression).reduce((sum, operator) => sum + votes(operator), 0),
    says,
  };
};

/**
 * Commas in a number are those between groups of three digits, and a sign is one that follows nothing. Parts of dates,
 * times and names are no numbers.
 */
const NUMBER_IN_TEXT =
  /(?<![\p{L}\p{N}_.,]|\d[-/:])(?:(?<![-+−])-)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?!\d|[,.:/-]\d)(?:\s?%| percent\b)?/gu;
/** An apostrophe within a word opens no quotation. */
const QUOTED = /"([^"]{1,40})"|(?<![\p{L}\p{N}])'([^']{1,40})'(?![\p{L}\p{N}])/gu;

/** A percentage is written as itself, as a fraction, and as what is left or what it becomes. */
const formsOf = (found: string): readonly number[] => {
  const value = Number(found.replace(/[^\d.-]/g, ''));
  return /%|percent/.test(found)
    ? [value, ...[value, 100 - value, 100 + value].map((part) => clean(part / 100))]
    : [value];
};

const withoutQuotes = (text: string): string => text.replace(QUOTED, ' ');

/** The numbers that a text names, each in the forms that it can have in a program. */
export const demandsIn = (text: string): readonly (readonly number[])[] =>
  [...withoutQuotes(text).matchAll(NUMBER_IN_TEXT)].map(([found]) => formsOf(found.trim()));

/** The quoted strings in a text. */
export const stringsIn = (text: string): readonly string[] =>
  [...text.matchAll(QUOTED)].map(([, double, single]) => double ?? single ?? '');
