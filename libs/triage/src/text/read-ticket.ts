import { isKnownWord } from '../lexicon/lexicon.ts';
import { splitHashtag } from './split-hashtag.ts';
import type { Token } from './token.ts';
import { tokenize } from './tokenize.ts';

/** A word of a hashtag stands in the text as others do, and keeps how loud the tag was. */
const wordsInTag = (tag: Token): readonly Token[] =>
  splitHashtag(tag.text.slice(1), isKnownWord).map((word) => ({ ...tag, text: `#${word}`, word }));

/** The words and signs of a ticket, with hashtags taken apart. */
export const readTicket = (text: string): readonly Token[] =>
  tokenize(text).flatMap((token) => (token.kind === 'hashtag' ? wordsInTag(token) : [token]));
