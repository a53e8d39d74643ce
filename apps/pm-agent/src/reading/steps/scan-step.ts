import { CURRENCY_SIGNS, DIGITS } from '../values/number-pattern.ts';
import { unescaped } from '../values/quotation.ts';
import { filledIn, PLACEHOLDER, placeholdersIn, type CellOf } from './placeholders.ts';
import type { Slot, Token } from './token.ts';

/** What stands between values and words, and is needed until lists are found. */
export interface Comma {
  readonly comma: true;
}

/** A token, or a comma between tokens. */
export type Scanned = Token | Comma;

const PLACEHOLDER_HERE = new RegExp(PLACEHOLDER.source, 'y');
const QUOTED = /"((?:[^"\\]|\\.)*)"|“([^”]*)”|`([^`]*)`|(?<![\p{L}\p{N}])'([^']*)'(?![\p{L}\p{N}])/uy;
const BRACKETS = /\[(?:[^[\]]|\[[^[\]]*\])*\]/y;
const NUMBER = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:[-+−](?=[${CURRENCY_SIGNS}.\d]))?[${CURRENCY_SIGNS}]?${DIGITS}(?:\.\d+)?(?:e[-+]?\d+)?(?: ?%|°[CF]?|(?:st|nd|rd|th|[kcmd]?[mgl]|km|[${CURRENCY_SIGNS}])(?![\p{L}\p{N}]))?(?![\p{L}\p{N}])(?![-:/]\d)`,
  'uy',
);
const EMPTY_THING =
  /an? empty ((?:list|array|collection|sequence|set|string|text|word|sentence|input|value)(?: of \p{L}+)?)/iuy;
const EMPTY = /empty(?=\s*(?:$|[.,;]))/iy;
const WORD = /[\p{L}\p{N}_](?:[\p{L}\p{N}_@.:/'’?&=#%~+-]*[\p{L}\p{N}_])?/uy;
const OPERATOR = /[-+*/^=≤≥<>]+/y;

/** The name of the only placeholder within; a value made of several has none. */
const labelWithin = (text: string): { label?: string } => {
  const names = placeholdersIn(text);
  const [label] = names;
  return label === undefined || names.length > 1 ? {} : { label };
};

const quoted = ([, double, curly, tick, single]: RegExpExecArray, cellOf: CellOf): Slot => {
  const inner = double === undefined ? (curly ?? tick ?? single ?? '') : unescaped(double);
  return { raw: filledIn(inner, cellOf), form: 'quoted', ...labelWithin(inner) };
};

/** A word that no language has, such as 2024-01-31, A1 or a@b.org, is a value. */
const isValueLike = (word: string): boolean =>
  /\d/.test(word) || /[@~]|:\/\//.test(word) || /^(?:true|false)$/i.test(word);

const SHORTENED: Readonly<Record<string, string>> = { ca: 'can', wo: 'will' };

/** "isn't" and "cannot" are two words each, so that a negation is found as a word. */
const wordsOf = (written: string): readonly Scanned[] => {
  if (isValueLike(written)) return [{ raw: written, form: 'bare' }];
  const [, verb] = /^(.+)n['’]t$/i.exec(written) ?? /^(can)not$/i.exec(written) ?? [];
  if (verb === undefined) return [{ word: written }];
  return [{ word: SHORTENED[verb.toLowerCase()] ?? verb }, { word: 'not' }];
};

type Reader = readonly [pattern: RegExp, read: (match: RegExpExecArray, cellOf: CellOf) => readonly Scanned[]];

/** Tried in this order at each place; what none of them reads is skipped. */
const READERS: readonly Reader[] = [
  [QUOTED, (match, cellOf) => [quoted(match, cellOf)]],
  [BRACKETS, ([all], cellOf) => [{ raw: filledIn(all, cellOf), form: 'bare', ...labelWithin(all) }]],
  [PLACEHOLDER_HERE, ([all, name = ''], cellOf) => [{ raw: cellOf(name) ?? all, form: 'bare', label: name }]],
  [NUMBER, ([raw]) => [{ raw, form: 'bare' }]],
  [EMPTY_THING, ([, thing = '']) => [...thing.split(' ').map((word) => ({ word })), { raw: '', form: 'empty' }]],
  [EMPTY, () => [{ raw: '', form: 'empty' }]],
  [WORD, ([word]) => wordsOf(word)],
  [OPERATOR, ([word]) => [{ word }]],
  [/,/y, () => [{ comma: true }]],
];

const CALL = /(?<=[\p{L}\p{N}_])\((?:"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\]|[^()"'[\]])*\)/gu;

/** The arguments of `f(1, "a")` are no list: a semicolon keeps them apart. Commas within quotes or brackets stay. */
const withoutCallCommas = (text: string): string =>
  text.replace(CALL, (call) =>
    call.replace(/("(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]]*\])|,/g, (_, inner: string | undefined) => inner ?? ';'),
  );

/** Cuts a step into words, values and commas. Placeholders are replaced by their cells, and stay known by their names. */
export const scanStep = (written: string, cellOf: CellOf): readonly Scanned[] => {
  const text = withoutCallCommas(written);
  const scanned: Scanned[] = [];
  for (let at = 0; at < text.length;) {
    const length = READERS.reduce((taken, [pattern, read]) => {
      if (taken > 0) return taken;
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (match === null) return 0;
      scanned.push(...read(match, cellOf));
      return match[0].length;
    }, 0);
    at += Math.max(1, length);
  }
  return scanned;
};
