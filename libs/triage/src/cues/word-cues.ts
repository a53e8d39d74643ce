import { LONGEST_PHRASE, meaningOf, type Meaning } from '../lexicon/lexicon.ts';
import { INTENSITIES, NEGATIONS } from '../lexicon/modifiers.ts';
import type { Token } from '../text/token.ts';
import type { Cue } from './cue.ts';

/** As many words before a cue are looked at for what turns it round. */
const REACH = 3;
const SHOUTED = 1.25;
const DRAWN_OUT = 1.2;
const TAGGED = 1.2;
/** What a lone negation says: something that was wanted is not there. */
const DENIAL = 0.5;
/** What is left of a good word, turned round, that is denied ("not great"). */
const PRAISE_DENIED = -0.7;
/** What is left of a bad word, turned round, that is denied ("not a scam"). */
const HARM_DENIED = -0.4;

/** "baaad" is read with two letters, and meant with one. */
const shortened = (word: string): string => word.replaceAll(/(\p{L})\1/gu, '$1');

const meaningOfWords = (phrase: readonly Token[]): Meaning | undefined =>
  meaningOf(phrase.map(({ word }) => word).join(' ')) ??
  (phrase.some(({ isDrawnOut }) => isDrawnOut)
    ? meaningOf(phrase.map(({ word, isDrawnOut }) => (isDrawnOut ? shortened(word) : word)).join(' '))
    : undefined);

const isSpoken = ({ kind }: Token): boolean => kind === 'word' || kind === 'hashtag';

const phraseAt = (
  tokens: readonly Token[],
  at: number,
): { readonly end: number; readonly meaning: Meaning } | undefined => {
  for (let end = Math.min(tokens.length, at + LONGEST_PHRASE); end > at; end -= 1) {
    const phrase = tokens.slice(at, end);
    if (!phrase.every(isSpoken)) continue;
    const meaning = meaningOfWords(phrase);
    if (meaning !== undefined) return { end, meaning };
  }
  return undefined;
};

/** The words shortly before, up to where the clause begins, the nearest first. */
const before = (tokens: readonly Token[], at: number): readonly Token[] => {
  const near = tokens.slice(Math.max(0, at - REACH), at).toReversed();
  const clause = near.findIndex((token) => !isSpoken(token));
  return clause === -1 ? near : near.slice(0, clause);
};

const forceOf = (token: Token, previous: Token | undefined): number =>
  (token.isShouted ? SHOUTED : 1) *
  (token.isDrawnOut ? DRAWN_OUT : 1) *
  (token.kind === 'hashtag' ? TAGGED : 1) *
  (INTENSITIES.get(previous?.word ?? '') ?? 1);

const TURNED: ReadonlySet<string> = new Set(['praise', 'complaint', 'problem']);

const turned = ({ family, weight }: Meaning): Meaning =>
  weight < 0
    ? { family: 'complaint', weight: weight * PRAISE_DENIED }
    : { family: family === 'complaint' ? 'praise' : family, weight: weight * HARM_DENIED };

const cueAt = (tokens: readonly Token[], at: number): Cue | undefined => {
  const [token, found] = [tokens[at], phraseAt(tokens, at)];
  if (token === undefined || !isSpoken(token)) return undefined;
  if (found === undefined)
    return NEGATIONS.has(token.word)
      ? { family: 'denial', text: token.text, weight: DENIAL, at, end: at + 1 }
      : undefined;
  const near = before(tokens, at);
  const isDenied = TURNED.has(found.meaning.family) && near.some(({ word }) => NEGATIONS.has(word));
  const { family, weight } = isDenied ? turned(found.meaning) : found.meaning;
  const text = tokens.slice(at, found.end).map((part) => part.text);
  const negation = isDenied ? [near.find(({ word }) => NEGATIONS.has(word))?.text ?? ''] : [];
  return {
    family,
    text: [...negation, ...text].join(' '),
    weight: weight * forceOf(token, near[0]),
    at,
    end: found.end,
  };
};

/** What the words of a ticket say, the longest phrases first, each word once. */
export const wordCues = (tokens: readonly Token[]): readonly Cue[] => {
  const cues: Cue[] = [];
  for (let at = 0; at < tokens.length;) {
    const cue = cueAt(tokens, at);
    if (cue !== undefined) cues.push(cue);
    at = cue?.end ?? at + 1;
  }
  return cues;
};
