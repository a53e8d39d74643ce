import type { Token, TokenKind } from './token.ts';

/** What is read of a text, in characters: more than anybody reads of a ticket before they know what it is. */
export const LONGEST_TEXT = 10_000;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' };

/** Text as it was meant: entities of HTML are characters, apostrophes are plain. */
const readable = (text: string): string =>
  text
    .slice(0, LONGEST_TEXT)
    .replaceAll(/&(amp|lt|gt|quot|nbsp);/g, (_, name: string) => ENTITIES[name] ?? ' ')
    .replaceAll(/[\u2018\u2019\u0060\u00b4]/g, "'")
    .replaceAll(/[\u201c\u201d]/g, '"');

/**
 * One alternative for each kind, tried in this order. None has a repetition within a repetition, so that the time that it
 * takes grows with the length of the text and no faster.
 */
const PIECES: readonly (readonly [TokenKind, string])[] = [
  ['link', String.raw`https?:\/\/\S{1,2000}|www\.\S{1,2000}`],
  ['emotion', String.raw`[:;=][-'o]?[()\[\]DPpOo|/\\*3]{1,9}(?![A-Za-z0-9])|<\/?3|\p{Extended_Pictographic}\uFE0F?`],
  ['mention', String.raw`@\w{1,50}`],
  ['hashtag', String.raw`#[\p{L}\d_.]{1,100}`],
  ['number', String.raw`[$€£]?\d[\d.,:]{0,20}`],
  ['word', String.raw`\p{L}[\p{L}\p{M}']{0,60}`],
  ['plea', String.raw`[!?]{1,50}`],
  ['pause', String.raw`[.,;:()"…–—-]{1,50}`],
];

const PATTERN = new RegExp(PIECES.map(([kind, source]) => `(?<${kind}>${source})`).join('|'), 'gu');

const DRAWN_OUT = /(\p{L})\1{2,}/u;
const ALL_DRAWN_OUT = new RegExp(DRAWN_OUT, 'gu');

/** A word without capitals, quotes, possessive, and with two letters where there were more: "Goood's" is "good". */
export const plainWord = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(ALL_DRAWN_OUT, '$1$1')
    .replace(/^'+|'+$/g, '')
    .replace(/'s$/, '');

const isShout = (text: string): boolean => text.length >= 3 && text === text.toUpperCase() && /\p{Lu}{3}/u.test(text);

const tokenOf = (kind: TokenKind, text: string): Token => {
  const isText = kind === 'word' || kind === 'hashtag';
  return {
    kind,
    text,
    word: isText ? plainWord(text.replace('#', '')) : text.toLowerCase(),
    isShouted: isText && isShout(text.replace('#', '')),
    isDrawnOut: isText && DRAWN_OUT.test(text),
  };
};

/** The kind whose group matched: each match has one. */
const kindOf = (groups: Readonly<Record<string, string | undefined>>): TokenKind =>
  PIECES.find(([kind]) => groups[kind] !== undefined)?.[0] ?? 'pause';

/** Reads a text as words and signs, in their order; what lies beyond `LONGEST_TEXT` is not read. */
export const tokenize = (text: string): readonly Token[] =>
  [...readable(text).matchAll(PATTERN)].map(({ 0: piece, groups = {} }) => tokenOf(kindOf(groups), piece));
