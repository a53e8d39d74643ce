import { FAMILIES } from '../lexicon/word-group.ts';
import type { Token } from '../text/token.ts';
import { weigh, type Weighed } from '../untaught/weigh.ts';

/** What is seen of a ticket when it is learnt from: names of features, and how much of each there is. */
export type Features = ReadonlyMap<string, number>;

/** The name of a feature begins with its kind: a word, two in a row, or all that a family of cues says. */
const WORD = 'word ';
const PAIR = 'pair ';

/** What the names of features begin with that stand for a family of cues. */
export const FAMILY = 'family ';

/** All links are alike, and so are all numbers, and all names of accounts. */
const STANDING_FOR: Readonly<Partial<Record<Token['kind'], string>>> = { link: '<link>', number: '<number>', mention: '<account>' }; // prettier-ignore

const seen = (tokens: readonly Token[]): readonly string[] =>
  tokens.flatMap(({ kind, word }) => (kind === 'pause' ? [] : [STANDING_FOR[kind] ?? word]));

/** Each once, and the less the more there are, so that long tickets do not count for more than short ones. */
const shares = (names: readonly string[]): readonly [string, number][] => {
  const different = [...new Set(names)];
  return different.map((name) => [name, 1 / Math.sqrt(different.length)]);
};

/** The features of a ticket's words and signs. */
export const featuresOf = (tokens: readonly Token[], { families }: Weighed = weigh(tokens)): Features => {
  const words = seen(tokens);
  const pairs = words.slice(1).map((word, nth) => `${PAIR}${words[nth] ?? ''} ${word}`);
  return new Map([
    ...shares(words.map((word) => `${WORD}${word}`)),
    ...shares(pairs),
    ...FAMILIES.filter((family) => families[family] !== 0).map((family): [string, number] => [
      `${FAMILY}${family}`,
      families[family],
    ]),
  ]);
};
