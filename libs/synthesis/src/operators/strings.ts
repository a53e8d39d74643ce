import { inlineOrHelper, method, pattern, BINDING, member, within, type Printer } from '../printing/printed.ts';
import { shape, type Operator } from './operator.ts';

const ofString = shape(['string'], 'string');
const ofTwo = shape(['string', 'string'], 'string');
const part = shape(['string', 'number'], 'string');
const padding = shape(['string', 'number', 'string'], 'string');

/** Longer strings are no results of a small function. */
const LONGEST = 500;

/** Whether this can count characters or items. */
export const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= LONGEST;

const when = <Result>(condition: boolean, result: () => Result): Result | undefined =>
  condition ? result() : undefined;

/** Concatenations are printed together, as one template: see print-text.ts. */
const plus: Printer = ([left, right]) => ({
  text: `${within(left, BINDING.additive)} + ${within(right, BINDING.additive + 1)}`,
  binding: BINDING.additive,
});

const capitalise = inlineOrHelper('capitalise', ['text'], ([text]) => ({
  text: `${within(text, BINDING.member)}.charAt(0).toUpperCase() + ${within(text, BINDING.member)}.slice(1)`,
  binding: BINDING.additive,
}));

const uncapitalise = inlineOrHelper('uncapitalise', ['text'], ([text]) => ({
  text: `${within(text, BINDING.member)}.charAt(0).toLowerCase() + ${within(text, BINDING.member)}.slice(1)`,
  binding: BINDING.additive,
}));

const cut =
  (sign: string): Printer =>
  ([text, count]) =>
    member(`${within(text, BINDING.member)}.slice(0, ${sign}${within(count, BINDING.unary)})`);

const lastOf: Printer = ([text, count]) =>
  member(`${within(text, BINDING.member)}.slice(-${within(count, BINDING.unary)})`);

/** Anything that is replaced in a string, by a pattern that is always the same. */
const replacing = (name: string, cost: number, found: RegExp, by: string): Operator =>
  ofString(name, cost, (text) => text.replace(found, by), pattern(`$1.replace(${String(found)}, '${by}')`));

/** `$` means something in a replacement, and nothing where it is searched for. */
const replaceAll = (text: string, found: string, by: string): string | undefined =>
  when(found !== '' && !by.includes('$'), () => text.replaceAll(found, by));

/** The concatenation of two strings. */
export const CONCAT: Operator = ofTwo('concat', 2, (a, b) => a + b, plus);

/** The characters from one place to another. */
export const SLICE: Operator = shape(['string', 'number', 'number'], 'string')(
  'slice',
  5,
  (text, from, to) => when(isCount(from) && isCount(to) && from < to, () => text.slice(from, to)),
  method('slice'),
);

/** The characters from a place on. */
export const DROP: Operator = part(
  'dropCharacters',
  3,
  (text, count) => when(isCount(count), () => text.slice(count)),
  method('slice'),
);

const initials = (text: string): string =>
  text
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.charAt(0))
    .join('');

/** Strings of strings. */
export const STRING_OPERATORS: readonly Operator[] = [
  CONCAT,
  ofString('upper', 2, (text) => text.toUpperCase(), method('toUpperCase')),
  ofString('lower', 2, (text) => text.toLowerCase(), method('toLowerCase')),
  ofString('trim', 2, (text) => text.trim(), method('trim')),
  ofString('capitalise', 3, (text) => text.charAt(0).toUpperCase() + text.slice(1), capitalise),
  ofString('uncapitalise', 6, (text) => text.charAt(0).toLowerCase() + text.slice(1), uncapitalise),
  ofString('reverseText', 3, (text) => Array.from(text).reverse().join(''), pattern("[...$1].reverse().join('')")),
  ofString('sortText', 6, (text) => Array.from(text).sort().join(''), pattern("[...$1].sort().join('')")),
  ofString('firstCharacter', 2, (text) => text.charAt(0), pattern('$1.charAt(0)')),
  ofString('lastCharacter', 3, (text) => text.slice(-1), pattern('$1.slice(-1)')),
  replacing('digitsOnly', 5, /\D/g, ''),
  replacing('lettersOnly', 5, /[^a-z]/gi, ''),
  replacing('lettersAndDigitsOnly', 5, /[^a-z0-9]/gi, ''),
  replacing('singleSpaced', 5, /\s+/g, ' '),
  replacing('withoutSpaces', 5, /\s+/g, ''),
  replacing('withoutVowels', 6, /[aeiou]/gi, ''),
  part('takeCharacters', 3, (text, count) => when(isCount(count), () => text.slice(0, count)), cut('')),
  DROP,
  SLICE,
  ofString('withoutEnds', 5, (text) => text.slice(1, -1), pattern('$1.slice(1, -1)')),
  ofString('initials', 5, initials, pattern("$1.split(/\\s+/).filter(Boolean).map((word) => word.charAt(0)).join('')")),
  part('takeLastCharacters', 3, (text, count) => when(isCount(count) && count > 0, () => text.slice(-count)), lastOf),
  part(
    'dropLastCharacters',
    4,
    (text, count) => when(isCount(count) && count > 0, () => text.slice(0, -count)),
    cut('-'),
  ),
  part('characterAt', 4, (text, place) => when(isCount(place), () => text.charAt(place)), method('charAt')),
  part('repeat', 3, (text, count) => when(isCount(count), () => text.repeat(count)), method('repeat')),
  padding('padStart', 3, (text, count, by) => when(isCount(count), () => text.padStart(count, by)), method('padStart')),
  padding('padEnd', 4, (text, count, by) => when(isCount(count), () => text.padEnd(count, by)), method('padEnd')),
  shape(['string', 'string', 'string'], 'string')('replaceAll', 3, replaceAll, method('replaceAll')),
  ofTwo('remove', 3, (text, found) => replaceAll(text, found, ''), pattern("$1.replaceAll(#2, '')")),
];
