import { listOf, typeOf, type Scalar, type ScalarType, type Value, type ValueType } from '@troupe/feature-spec';
import type { AssumptionRule } from './assumption.ts';
import { readBoolean, readNumber, readNumberWord, unquoted } from './scalar.ts';
import type { Slot } from './token.ts';
import { isPlural } from './vocabulary.ts';

/** Values that stand in the same place of all cases: those of one parameter, or the results. */
export interface Column {
  readonly type: ValueType;
  readonly values: readonly Value[];
  readonly assumptions: readonly AssumptionRule[];
}

/** How to read a column. */
export interface ColumnOptions {
  /** What it is called: it may speak of numbers or of several things. */
  readonly name: string;
  /** Whether numbers may be taken for text, because a person said so. Default false. */
  readonly asText?: boolean;
}

/** How many words there have to be beside numbers so that all are taken for text. */
const WORDS_FOR_TEXT = 2;

const NUMBERS =
  /number|amount|price|count|age|year|total|sum|rate|quantity|score|size|length|width|height|weight|percent|cost|temperature|balance|discount/i;

/** A slot whose quotation marks, if they were in a cell, are off. */
const plain = (slot: Slot): Slot => {
  const inner = slot.form === 'bare' ? unquoted(slot.raw) : undefined;
  return inner === undefined ? slot : { ...slot, raw: inner, form: 'quoted' };
};

const EMPTY_WORDS = /^\(?(?:an? )?empty(?: (?:list|array|string|text|set|collection))?\)?$/i;

const isEmptyBare = ({ form, raw }: Slot): boolean =>
  form === 'bare' && (raw.trim() === '' || EMPTY_WORDS.test(raw.trim()));

const isEmpty = (slot: Slot): boolean => slot.form === 'empty' || isEmptyBare(slot);

const numberOf = ({ raw, form }: Slot): number | undefined =>
  form === 'bare' ? (readNumber(raw)?.value ?? readNumberWord(raw)) : undefined;

const splitItems = (text: string): readonly Slot[] =>
  text.trim() === ''
    ? []
    : [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|[^,"']+/g)]
        .filter(([all]) => all.trim() !== '')
        .map(([all]) => plain({ raw: all.trim(), form: 'bare' }));

const JOINED = /^[^,]+(?:,[^,]*)+$/;

/** The items of what is written as a list for certain: in brackets, one by one in a step, or as quoted items. */
const certainItems = (slot: Slot): readonly Slot[] | undefined => {
  if (slot.form === 'list') return slot.items?.map(plain) ?? [];
  const [, within] = /^\s*\[(.*)\]\s*$/s.exec(slot.raw) ?? [];
  if (within !== undefined) return splitItems(within);
  const isQuotedItems =
    slot.form === 'bare' && /^\s*(?:"[^"]*"|'[^']*')(?:\s*,\s*(?:"[^"]*"|'[^']*'))+\s*$/.test(slot.raw);
  return isQuotedItems ? splitItems(slot.raw) : undefined;
};

/** The items of what may be a list: parts between commas, or one value alone. */
const possibleItems = (slot: Slot): readonly Slot[] =>
  certainItems(slot) ?? (isEmpty(slot) ? [] : slot.form === 'bare' ? splitItems(slot.raw) : [slot]);

const scalarsOf = (slots: readonly Slot[], type: ScalarType): readonly Scalar[] | undefined => {
  const values = slots.map((slot) => {
    if (type === 'number') return numberOf(slot);
    if (type === 'boolean') return slot.form === 'bare' ? readBoolean(slot.raw) : undefined;
    return slot.form === 'list' || isEmptyBare(slot) ? '' : slot.raw;
  });
  const read = values.filter((value) => value !== undefined);
  return read.length === slots.length ? read : undefined;
};

const unitsOf = (slots: readonly Slot[]): readonly string[] => [
  ...new Set(slots.flatMap(({ raw, form }) => (form === 'bare' ? (readNumber(raw)?.unit ?? []) : []))),
];

const scalarColumn = (
  slots: readonly Slot[],
  type: ScalarType,
  assumptions: readonly AssumptionRule[] = [],
): Column | undefined => {
  const values = scalarsOf(slots, type);
  return values && { type, values, assumptions };
};

const numberColumn = (slots: readonly Slot[]): Column | undefined => {
  const units = unitsOf(slots).filter((unit) => unit !== '');
  // Words such as "no" are numbers beside numbers only.
  if (units.length > 1 || unitsOf(slots).length === 0) return undefined;
  return scalarColumn(slots, 'number', units.length === 0 ? [] : ['unit-left-out']);
};

const bare = (slots: readonly Slot[]): readonly Slot[] => slots.map((slot) => ({ ...slot, form: 'bare' }));

/** Numbers in quotation marks, where one is without or the name speaks of numbers. */
const quotedNumbers = (slots: readonly Slot[], { name }: ColumnOptions): Column | undefined => {
  const isMeant = slots.some(({ form }) => form === 'bare') || NUMBERS.test(name);
  const isRead = slots.every(({ raw }) => readNumber(raw)?.unit === '');
  return isMeant && isRead ? scalarColumn(bare(slots), 'number', ['quoted-as-number']) : undefined;
};

const listColumn = (slots: readonly Slot[], assumptions: readonly AssumptionRule[]): Column | undefined => {
  const rows = slots.map(possibleItems);
  const items = rows.flat();
  const type = (['number', 'boolean', 'string'] as const).find((scalar) => {
    if (scalar === 'string') return items.every((item) => numberOf(item) === undefined || item.form === 'quoted');
    return items.length > 0 && scalarsOf(items, scalar) !== undefined;
  });
  if (type === undefined) return undefined;
  const values = rows.map((row) => scalarsOf(row, type) ?? []);
  return { type: listOf(type), values, assumptions };
};

const isListLike = (slots: readonly Slot[], { name }: ColumnOptions): boolean => {
  if (slots.some(({ form }) => form === 'quoted')) return false;
  const joined = slots.filter(({ raw }) => JOINED.test(raw.trim()));
  if (joined.length === 0) return false;
  const isNumbers = slots.flatMap(possibleItems).every((item) => numberOf(item) !== undefined);
  return isNumbers || isPlural(name);
};

const quotedListRule = (slots: readonly Slot[]): readonly AssumptionRule[] =>
  slots.some(({ form, raw }) => form === 'quoted' && /^\s*\[/.test(raw)) ? ['quoted-as-list'] : [];

const lists = (slots: readonly Slot[], options: ColumnOptions): Column | undefined => {
  const isCertain = slots.some((slot) => certainItems(slot) !== undefined);
  if (isCertain) return listColumn(slots, quotedListRule(slots));
  if (slots.every(isEmpty) && isPlural(options.name)) return listColumn(slots, []);
  return isListLike(slots, options) ? listColumn(slots, ['commas-as-list']) : undefined;
};

const isDenial = (slots: readonly Slot[]): boolean => {
  const texts = new Set(slots.map(({ raw }) => raw.trim().toLowerCase()));
  return texts.size === 2 && [...texts].some((text) => texts.has(`${text} not`) || texts.has(`not ${text}`));
};

const denials = (slots: readonly Slot[]): Column | undefined =>
  isDenial(slots)
    ? {
        type: 'boolean',
        values: slots.map(({ raw }) => !/^not | not$/i.test(raw.trim())),
        assumptions: ['negation-as-boolean'],
      }
    : undefined;

const texts = (slots: readonly Slot[], { asText = false }: ColumnOptions): Column | undefined => {
  const isText = (slot: Slot) => slot.form === 'quoted' || isEmpty(slot) || numberOf(slot) === undefined;
  const words = slots.filter((slot) => isText(slot) && !isEmpty(slot)).length;
  const others = slots.filter((slot) => !isText(slot)).length;
  const rules: AssumptionRule[] = others > 0 ? ['mixed-as-text'] : [];
  if (slots.some(isEmptyBare)) rules.push('empty-cell');
  const isSure = others === 0 || words >= WORDS_FOR_TEXT || asText;
  return isSure ? scalarColumn(slots, 'string', rules) : undefined;
};

/** Reads values of one place as one type; undefined when they have none in common. */
export const readColumn = (written: readonly Slot[], options: ColumnOptions): Column | undefined => {
  const slots = written.map(plain);
  const column =
    (slots.some(isEmpty) ? undefined : numberColumn(slots)) ??
    scalarColumn(slots, 'boolean') ??
    lists(slots, options) ??
    denials(slots) ??
    quotedNumbers(slots, options) ??
    texts(slots, options);
  return column !== undefined && typeOf(column.values) !== undefined ? column : undefined;
};
