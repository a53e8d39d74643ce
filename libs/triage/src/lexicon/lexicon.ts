import { plainWord } from '../text/tokenize.ts';
import { feelingOfWord } from './general-words.ts';
import { NEGATIONS } from './modifiers.ts';
import { SERVICE_WORDS } from './service-words.ts';
import { TRADE_WORDS } from './trade-words.ts';
import { wordsOf, type Family, type WordGroup } from './word-group.ts';

/** What a word or phrase says. */
export interface Meaning {
  readonly family: Family;
  readonly weight: number;
}

/** As many words as a phrase has at most. */
export const LONGEST_PHRASE = 5;

const normal = (phrase: string): string => phrase.split(' ').map(plainWord).join(' ');

const entriesOf = (group: WordGroup): readonly [string, Meaning][] =>
  wordsOf(group).map((word) => [normal(word), group]);

/** What is written first holds: groups go from what says most to what says least. */
const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  [...SERVICE_WORDS, ...TRADE_WORDS].toReversed().flatMap((group) => entriesOf(group)),
);

/** What a step of AFINN's scale from -5 to 5 is worth in log-odds. */
const PER_STEP = 0.3;

const generalMeaning = (word: string): Meaning | undefined => {
  const feeling = feelingOfWord(word) ?? 0;
  return feeling === 0 ? undefined : { family: feeling < 0 ? 'complaint' : 'praise', weight: -feeling * PER_STEP };
};

/** What plain words say, together or one alone; undefined for those that say nothing. */
export const meaningOf = (words: string): Meaning | undefined => MEANINGS.get(words) ?? generalMeaning(words);

/** Words that say nothing themselves, and stand in hashtags between those that do. */
const LINKS: ReadonlySet<string> = new Set('epic,so,the,to,you,your,my,me,we,us,is,it,this,that,at,in,on,of,for,with,get,go,fly,flying,flight,airline,airlines,customer,time,day'.split(',')); // prettier-ignore

/** Whether a word is known here at all. */
export const isKnownWord = (word: string): boolean =>
  meaningOf(word) !== undefined || NEGATIONS.has(word) || LINKS.has(word);
