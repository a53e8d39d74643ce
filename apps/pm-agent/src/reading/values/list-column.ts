import { listOf, type ScalarType } from '@troupe/feature-spec';
import type { AssumptionRule } from '../doubts/assumption.ts';
import type { Column, ColumnOptions } from './column.ts';
import { unquoted } from './quotation.ts';
import { hasDigits, isEmpty, numberOf, scalarsOf } from './scalar-column.ts';
import type { Slot } from '../steps/token.ts';
import { isPlural } from '../wording/vocabulary.ts';

const BRACKETS = /^\s*\[(.*)\]\s*$/s;
const QUOTED_ITEMS = /^\s*(?:"[^"]*"|'[^']*')(?:\s*,\s*(?:"[^"]*"|'[^']*'))+\s*$/;
const JOINED = /^[^,]+(?:,[^,]*)+$/;

/** A value whose quotation marks, if it brought them along, are off. */
export const plain = (slot: Slot): Slot => {
  const inner = slot.form === 'bare' ? unquoted(slot.raw) : undefined;
  return inner === undefined ? slot : { ...slot, raw: inner, form: 'quoted' };
};

const splitItems = (text: string): readonly Slot[] =>
  [...text.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|[^,"']+/g)]
    .filter(([all]) => all.trim() !== '')
    .map(([all]) => plain({ raw: all.trim(), form: 'bare' }));

/** The items of what is written as a list for certain: in brackets, one by one in a step, or as quoted items. */
const certainItems = (slot: Slot): readonly Slot[] | undefined => {
  if (slot.form === 'list') return slot.items?.map(plain) ?? [];
  if (slot.form !== 'bare') return undefined;
  const [, within] = BRACKETS.exec(slot.raw) ?? [];
  if (within !== undefined) return splitItems(within);
  return QUOTED_ITEMS.test(slot.raw) ? splitItems(slot.raw) : undefined;
};

/** The items of what may be a list: parts between commas, or one value alone. */
const possibleItems = (slot: Slot): readonly Slot[] => {
  const certain = certainItems(slot);
  if (certain !== undefined || isEmpty(slot)) return certain ?? [];
  return slot.form === 'bare' ? splitItems(slot.raw) : [slot];
};

const elementType = (items: readonly Slot[], asText: boolean): ScalarType | undefined => {
  if (items.length === 0) return 'string';
  const scalar = (['number', 'boolean'] as const).find((type) => scalarsOf(items, type) !== undefined);
  if (scalar !== undefined) return scalar;
  return asText || !items.some(hasDigits) ? 'string' : undefined;
};

const listsOf = (
  slots: readonly Slot[],
  { asText = false }: ColumnOptions,
  assumptions: readonly AssumptionRule[] = [],
): Column | undefined => {
  const rows = slots.map(possibleItems);
  const type = elementType(rows.flat(), asText);
  return type && { type: listOf(type), values: rows.map((row) => scalarsOf(row, type) ?? []), assumptions };
};

const isListLike = (slots: readonly Slot[], name: string): boolean => {
  if (slots.some(({ form }) => form === 'quoted') || !slots.some(({ raw }) => JOINED.test(raw.trim()))) return false;
  return isPlural(name) || slots.flatMap(possibleItems).every((item) => numberOf(item) !== undefined);
};

/** Whether one of these is a list of lists, which no value is. */
export const hasNested = (slots: readonly Slot[]): boolean =>
  slots.some(({ form, raw }) => form === 'bare' && /^\s*\[.*\[.*\]\s*$/s.test(raw));

/** Whether one of these is a list for certain: the others then are lists as well, or something is wrong. */
export const hasList = (slots: readonly Slot[]): boolean => slots.some((slot) => certainItems(slot) !== undefined);

/** Lists of one type; undefined when they are none, or their items have no type in common. */
export const listColumn = (slots: readonly Slot[], options: ColumnOptions): Column | undefined => {
  if (hasList(slots)) return listsOf(slots, options);
  if (slots.every(isEmpty) && isPlural(options.name)) return listsOf(slots, options);
  if (isListLike(slots, options.name)) return listsOf(slots, options, ['commas-as-list']);
  const areQuoted = slots.every(({ form, raw }) => form === 'quoted' && BRACKETS.test(raw));
  if (!areQuoted) return undefined;
  const bare = slots.map((slot): Slot => ({ ...slot, form: 'bare' }));
  return listsOf(bare, options, ['quoted-as-list']);
};
