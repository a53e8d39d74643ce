import { termsIn } from './terms.ts';

const LONGEST_QUOTE = 400;

/** Ends of sentences, of list entries and of lines that stand alone. */
const sentencesOf = (text: string): readonly string[] =>
  text
    .split(/(?<=[.!?])\s|\n(?=[-*|\d])|\n\n/)
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => sentence !== '');

const countOf = (sentence: string, wanted: ReadonlySet<string>): number =>
  new Set(termsIn(sentence).filter((term) => wanted.has(term))).size;

/** The sentence of a text that has most of these terms, in one line; the first of those that have as many. */
export const quoteOf = (text: string, wanted: ReadonlySet<string>): string => {
  const counted = sentencesOf(text).map((sentence) => ({ sentence, count: countOf(sentence, wanted) }));
  const [best] = counted.toSorted((one, other) => other.count - one.count);
  return best?.sentence.slice(0, LONGEST_QUOTE) ?? '';
};
