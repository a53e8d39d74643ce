import { isSlot, type Slot, type Token } from '../steps/token.ts';
import { ARTICLES, EQUALS, FILLERS, MODALS, NEGATIONS, PREPOSITIONS, UNITS, VERBS } from '../wording/vocabulary.ts';

/** The most words that a name is made of. */
const LONGEST_NOUN = 3;

/** Words that bind a value to the noun before it. */
const BINDS = new Set([
  '=',
  'is',
  'are',
  'was',
  'were',
  'be',
  'of',
  'equals',
  'equal',
  'named',
  'called',
  'as',
  'becomes',
]);

/** Words after which a verb comes. */
const DOERS = new Set(['i', 'we', 'you', 'user', 'they', 'to']);

const CALLS = new Set([
  'call',
  'calls',
  'called',
  'calling',
  'invoke',
  'invokes',
  'invoking',
  'run',
  'apply',
  'applying',
]);

const isStop = (word: string): boolean =>
  [FILLERS, EQUALS, MODALS, NEGATIONS, PREPOSITIONS].some((words) => words.has(word));

const isVerb = (word: string, before = ''): boolean =>
  !ARTICLES.has(before) && (VERBS.has(word) || /.ing$/.test(word) || DOERS.has(before) || CALLS.has(before));

/** "The sum of 2 and 3" names neither of them. */
const OPERATIONS =
  /^(?:sum|product|difference|quotient|ratio|average|mean|maximum|minimum|max|min|larger|largest|smaller|smallest|union|intersection|distance)$/;

const wordsUntilSlot = (tokens: readonly Token[]): readonly string[] => {
  const end = tokens.findIndex(isSlot);
  return tokens
    .slice(0, end < 0 ? undefined : end)
    .flatMap((token) => (isSlot(token) ? [] : [token.word.toLowerCase()]));
};

const leading = (words: readonly string[], isTaken: (word: string, index: number) => boolean): readonly string[] => {
  const end = words.findIndex((word, index) => !isTaken(word, index));
  return words.slice(0, Math.min(LONGEST_NOUN, end < 0 ? words.length : end));
};

interface Before {
  readonly noun: readonly string[];
  /** Whether the words between say that the noun has this value. */
  readonly binds: boolean;
}

const isLink = (word: string): boolean => isStop(word) || BINDS.has(word) || UNITS.has(word);

const binding = (word: string): boolean => BINDS.has(word) || MODALS.has(word) || FILLERS.has(word) || UNITS.has(word);

/** "The vowels in …" and "joined with …" say where a value is put, and not what it is. */
const isPlaceOnly = (between: readonly string[], noun: readonly string[]): boolean =>
  between.includes('in') || /.ed$/.test(noun.at(-1) ?? '');

/** The noun before a value; its words come in the order of the step. */
const nounBefore = (words: readonly string[]): Before => {
  const backwards = words.toReversed();
  const stops = backwards.findIndex((word) => !isLink(word));
  if (stops < 0) return { noun: [], binds: false };
  const between = backwards.slice(0, stops);
  const rest = backwards.slice(stops);
  const noun = leading(rest, (word, index) => !isStop(word) && !isVerb(word, rest[index + 1])).toReversed();
  const binds = between.every(binding);
  return { noun: !binds && isPlaceOnly(between, noun) ? [] : noun, binds };
};

const nounAfter = (words: readonly string[]): readonly string[] => {
  const start = FILLERS.has(words[0] ?? '') ? 1 : 0;
  return leading(words.slice(start), (word) => !isStop(word) && !isVerb(word) && !UNITS.has(word)).slice(0, 2);
};

const isAge = (before: readonly string[], after: readonly string[]): boolean =>
  before.at(-1) === 'aged' || /^years? (?:old|of age)/.test(after.join(' '));

const COUNTS = /^(?:two|three|four|both) /;

/** What one of several is called. */
const singular = (noun: string): string => noun.replace(COUNTS, '').replace(/([^su])s$/, '$1');

/** The values beside a value that are joined to it by nothing but "and": they have one noun. */
const neighbours = (tokens: readonly Token[], at: number): { readonly left?: Slot; readonly right?: Slot } => {
  const joined = (step: number): Slot | undefined => {
    const [joint, other] = [tokens[at + step], tokens[at + 2 * step]];
    const isAnd = joint !== undefined && !isSlot(joint) && joint.word.toLowerCase() === 'and';
    return isAnd && other !== undefined && isSlot(other) ? other : undefined;
  };
  const [left, right] = [joined(-1), joined(1)];
  return { ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) };
};

const nounAt = (tokens: readonly Token[], at: number): string | undefined => {
  const before = wordsUntilSlot(tokens.slice(0, at).toReversed()).toReversed();
  const after = wordsUntilSlot(tokens.slice(at + 1));
  if (isAge(before, after)) return 'age';
  const isOperand = tokens.filter(isSlot).length > 1;
  const { noun: written, binds } = nounBefore(before);
  const noun = isOperand && OPERATIONS.test(written.at(-1) ?? '') ? [] : written;
  const counted = nounAfter(after);
  const [chosen = []] = [binds ? noun : [], counted, noun].filter(({ length }) => length > 0);
  return chosen.length === 0 ? undefined : chosen.join(' ');
};

/**
 * What the words around a value call it: the noun that it is said of ("a tax rate of 0.2"), else the noun that it counts
 * ("3 items"), else the noun before. "The numbers 3 and 7" are a number each. Undefined when there is none.
 */
export const nounOf = (tokens: readonly Token[], slot: Slot): string | undefined => {
  const at = tokens.indexOf(slot);
  const { left, right } = neighbours(tokens, at);
  const own = nounAt(tokens, at);
  const noun = left === undefined ? own : (own ?? nounOf(tokens, left));
  return noun === undefined || (left ?? right) === undefined ? noun : singular(noun);
};
