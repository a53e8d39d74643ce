import type { Scalar, ScalarType } from '@troupe/feature-spec';
import type { AssumptionRule } from '../doubts/assumption.ts';
import type { Column, ColumnOptions } from './column.ts';
import { readBoolean, readNumber, readNumberWord } from './scalar.ts';
import type { Slot } from '../steps/token.ts';

/** How many words there have to be beside numbers so that all are taken for text. */
const WORDS_FOR_TEXT = 2;

const NUMBERS =
  /number|amount|price|count|age|year|total|sum|rate|quantity|score|size|length|width|height|weight|percent|cost|temperature|balance|discount/i;

/** Units that stand with numbers only. */
const MONEY = /[%$€£¥]/;

/** Longer ones in quotation marks are numbers of cards and telephones. */
const LONGEST_AMOUNT = 12;

const EMPTY_WORDS = /^\(?(?:an? )?empty(?: (?:list|array|string|text|set|collection))?\)?$/i;

/** Whether a cell is empty, or says so. */
export const isEmptyBare = ({ form, raw }: Slot): boolean =>
  form === 'bare' && (raw.trim() === '' || EMPTY_WORDS.test(raw.trim()));

/** Whether this is the empty text or list. */
export const isEmpty = (slot: Slot): boolean => slot.form === 'empty' || isEmptyBare(slot);

/** The number that is written here, without quotation marks; undefined when it is none. */
export const numberOf = ({ raw, form }: Slot): number | undefined =>
  form === 'bare' ? (readNumber(raw)?.value ?? readNumberWord(raw)) : undefined;

/** Whether it is written in digits; words such as "no" and "two" are numbers beside those only. */
export const hasDigits = ({ raw, form }: Slot): boolean => form === 'bare' && readNumber(raw) !== undefined;

/** All of the values as this type; undefined when one of them is not. */
export const scalarsOf = (slots: readonly Slot[], type: ScalarType): readonly Scalar[] | undefined => {
  if (type === 'number' && slots.length > 0 && !slots.some(hasDigits)) return undefined;
  const values = slots.map((slot) => {
    if (type === 'number') return numberOf(slot);
    if (type === 'boolean') return slot.form === 'bare' ? readBoolean(slot.raw) : undefined;
    return slot.form === 'list' || isEmptyBare(slot) ? '' : slot.raw;
  });
  const read = values.filter((value) => value !== undefined);
  return read.length === slots.length ? read : undefined;
};

/** The values as a column of this type. */
export const scalarColumn = (
  slots: readonly Slot[],
  type: ScalarType,
  assumptions: readonly AssumptionRule[] = [],
): Column | undefined => {
  const values = scalarsOf(slots, type);
  return values && { type, values, assumptions };
};

/** Numbers, all in one unit or in none. */
export const numberColumn = (slots: readonly Slot[]): Column | undefined => {
  if (slots.some(isEmpty)) return undefined;
  const units = new Set(slots.flatMap(({ raw, form }) => (form === 'bare' ? (readNumber(raw)?.unit ?? []) : [])));
  units.delete('');
  if (units.size > 1) return undefined;
  return scalarColumn(slots, 'number', units.size === 0 ? [] : ['unit-left-out']);
};

/** Numbers in quotation marks, where one is without, the name speaks of numbers, or they are amounts of money. */
export const quotedNumbers = (slots: readonly Slot[], { name }: ColumnOptions): Column | undefined => {
  const units = new Set(slots.map(({ raw }) => readNumber(raw)?.unit));
  const [unit, ...others] = units;
  if (unit === undefined || others.length > 0 || slots.some(({ raw }) => raw.length > LONGEST_AMOUNT)) return undefined;
  if (slots.every(({ form }) => form === 'quoted') && !NUMBERS.test(name) && !MONEY.test(unit)) return undefined;
  const bare = slots.map((slot): Slot => ({ ...slot, form: 'bare' }));
  return scalarColumn(bare, 'number', ['quoted-as-number']);
};

const isDenial = (text: string): boolean => /^(?:not|without)\b|\bnot$|^cannot$/i.test(text.trim());

const affirmed = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/^cannot$/, 'can')
    .replace(/^without\b/, 'with')
    .replace(/^not$|^not | not$/, '');

/** A word and its negation, such as "is" and "is not", "with" and "without". */
export const denialColumn = (slots: readonly Slot[]): Column | undefined => {
  const texts = new Set(slots.map(({ raw }) => raw.trim().toLowerCase()));
  const isPair = texts.size === 2 && new Set([...texts].map(affirmed)).size === 1;
  if (!isPair) return undefined;
  return {
    type: 'boolean',
    values: slots.map(({ raw }) => !isDenial(raw)),
    assumptions: ['negation-as-boolean'],
  };
};

/** Text; numbers among it are text as well when there is enough of it, or when a person said so. */
export const textColumn = (slots: readonly Slot[], { asText = false }: ColumnOptions): Column | undefined => {
  const isText = (slot: Slot) => slot.form === 'quoted' || isEmpty(slot) || !hasDigits(slot);
  const words = slots.filter((slot) => isText(slot) && !isEmpty(slot)).length;
  const others = slots.filter((slot) => !isText(slot)).length;
  const rules: AssumptionRule[] = others > 0 ? ['mixed-as-text'] : [];
  if (slots.some(isEmptyBare)) rules.push('empty-cell');
  const isSure = others === 0 || words >= WORDS_FOR_TEXT || asText;
  return isSure ? scalarColumn(slots, 'string', rules) : undefined;
};
