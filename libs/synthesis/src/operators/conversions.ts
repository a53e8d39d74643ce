import { BINDING, call, inlineOrHelper, method, pattern, within, type Printer } from '../printing/printed.ts';
import { shape, type Operator } from './operator.ts';
import { isCount } from './strings.ts';

const length = shape(['string'], 'number');
const test = shape(['string'], 'boolean');
const testFor = shape(['string', 'string'], 'boolean');
const toList = shape(['string'], 'list<string>');
const toText = shape(['number'], 'string');

const numberIn = (text: string): number | undefined => {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? undefined : value;
};

const base = (digits: number, text: string): number | undefined => {
  const value = Number.parseInt(text, digits);
  return Number.isFinite(value) ? value : undefined;
};

const occurrences: Printer = ([text, part]) => ({
  text: `${within(text, BINDING.member)}.split(${within(part, BINDING.arrow)}).length - 1`,
  binding: BINDING.additive,
});

const isReversed = inlineOrHelper('isPalindrome', ['text'], ([text]) => ({
  text: `[...${within(text, BINDING.member)}].reverse().join('') === ${within(text, BINDING.member)}`,
  binding: BINDING.equality,
}));

const matching = (name: string, cost: number, found: RegExp): Operator =>
  test(name, cost, (text) => found.test(text), pattern(`${String(found)}.test(#1)`));

const pieces = (name: string, cost: number, found: RegExp): Operator =>
  toList(name, cost, (text) => text.match(found) ?? [], pattern(`($1.match(${String(found)}) ?? [])`));

/** Numbers, decisions and lists of strings. */
export const OF_STRING_OPERATORS: readonly Operator[] = [
  length('length', 1, (text) => text.length, pattern('$1.length')),
  length('toNumber', 3, numberIn, call('Number')),
  length(
    'fromBinary',
    7,
    (text) => (/^[01]+$/.test(text) ? base(2, text) : undefined),
    pattern('Number.parseInt(#1, 2)'),
  ),
  shape(['string', 'string'], 'number')(
    'occurrences',
    5,
    (a, b) => (b === '' ? undefined : a.split(b).length - 1),
    occurrences,
  ),
  shape(['string', 'string'], 'number')('placeIn', 5, (a, b) => a.indexOf(b), method('indexOf')),
  testFor('contains', 2, (text, part) => text.includes(part), method('includes')),
  testFor('startsWith', 3, (text, part) => text.startsWith(part), method('startsWith')),
  testFor('endsWith', 3, (text, part) => text.endsWith(part), method('endsWith')),
  test('isPalindrome', 5, (text) => Array.from(text).reverse().join('') === text, isReversed),
  matching('hasDigit', 4, /\d/),
  matching('hasUpper', 4, /[A-Z]/),
  matching('hasLower', 5, /[a-z]/),
  matching('hasLetter', 5, /[a-z]/i),
  matching('hasSpecial', 5, /[^a-z0-9]/i),
  matching('isDigits', 5, /^\d+$/),
  matching('isLetters', 5, /^[a-z]+$/i),
  matching('isLettersAndDigits', 5, /^[a-z0-9]+$/i),
  matching('isVowel', 5, /^[aeiou]$/i),
  toList('characters', 2, (text) => Array.from(text), pattern('[...#1]')),
  toList('words', 2, (text) => text.split(/\s+/).filter(Boolean), pattern('$1.split(/\\s+/).filter(Boolean)')),
  pieces('lettersAndDigits', 3, /[a-z0-9]+/gi),
  pieces('humps', 6, /[A-Z]?[a-z]+|[A-Z]+|\d+/g),
  shape(['string', 'string'], 'list<string>')('split', 3, (text, by) => text.split(by), method('split')),
];

/** Strings of numbers. */
export const TO_STRING_OPERATORS: readonly Operator[] = [
  toText('toText', 2, String, call('String')),
  toText('toBinary', 7, (value) => (isCount(value) ? value.toString(2) : undefined), pattern('$1.toString(2)')),
  toText('withDecimals', 3, (value) => value.toFixed(2), pattern('$1.toFixed(2)')),
  toText('withDecimal', 4, (value) => value.toFixed(1), pattern('$1.toFixed(1)')),
  toText('twoDigits', 4, (value) => String(value).padStart(2, '0'), pattern("String(#1).padStart(2, '0')")),
];
