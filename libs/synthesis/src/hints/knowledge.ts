import type { Scalar } from '@troupe/feature-spec';
import type { Hints } from './hints.ts';

/** What certain words bring with them: units, and what is known of them. */
const KNOWN: readonly (readonly [words: string, values: readonly Scalar[]])[] = [
  ['hour', [60, 24, 3600]],
  ['minute', [60]],
  ['second duration', [60, 3600]],
  ['day', [24, 7]],
  ['week', [7]],
  ['month', [12]],
  ['year annual yearly', [12, 365]],
  ['dozen', [12]],
  ['kilomet gram kilo meter', [1000]],
  ['centimet', [100]],
  ['circle radius circumference sphere', [Math.PI]],
  ['vowel', ['aeiou']],
  ['half halv twice double', [2]],
  ['tripl', [3]],
  ['quarter', [4]],
  ['pad zero', ['0']],
  ['star mask censor asterisk', ['*']],
  ['hyphen dash kebab slug', ['-']],
  ['underscore snake', ['_']],
  ['comma csv', [',', ', ']],
  ['semicolon', [';']],
  ['colon', [':']],
  ['dot extension decimal', ['.']],
  ['slash path', ['/']],
  ['newline line', ['\n']],
  ['email domain', ['@', '.']],
  ['exclamation shout', ['!']],
  ['ellipsis truncat', ['...', '…']],
];

const NUMBER_WORDS = 'two three four five six seven eight nine ten eleven twelve'.split(' ');

const wordsSaid = (words: string, { says }: Hints): boolean => words.split(' ').some(says);

/** Constants that a description brings with it, without naming them as numbers or in quotes. */
export const knowledge = (hints: Hints): readonly Scalar[] => [
  ...KNOWN.flatMap(([words, values]) => (wordsSaid(words, hints) ? values : [])),
  ...NUMBER_WORDS.flatMap((word, index) => (hints.says(word) ? [index + 2] : [])),
];
