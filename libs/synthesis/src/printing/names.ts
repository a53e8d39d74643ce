import type { Expression } from '../expression.ts';

/** Names of variables, by slot. */
export type Names = readonly string[];

const PLURALS: readonly (readonly [RegExp, string])[] = [
  [/ies$/, 'y'],
  [/(ss|x|ch|sh)es$/, '$1'],
  [/([^s])s$/, '$1'],
];

/** One of what a plural names; undefined when it is none. */
const singular = (name: string): string | undefined => {
  const rule = PLURALS.find(([ending]) => ending.test(name));
  return rule && name.replace(rule[0], rule[1]);
};

const OF_OPERATOR: Readonly<Record<string, string>> = {
  words: 'word',
  split: 'part',
  characters: 'character',
  digits: 'digit',
  range: 'number',
  lettersAndDigits: 'word',
  humps: 'word',
};

const itemName = (list: Expression | undefined, names: Names): string => {
  if (list?.kind === 'variable') return singular(names[list.slot] ?? '') ?? 'item';
  if (list?.kind !== 'call') return 'item';
  return OF_OPERATOR[list.operator.name] ?? itemName(list.operands[0], names);
};

const free = (wanted: string, taken: readonly string[]): string => {
  const choices = [wanted, `${wanted}Item`, ...Array.from({ length: 20 }, (_, index) => `${wanted}${index + 2}`)];
  return choices.find((name) => !taken.includes(name)) ?? wanted;
};

/** What the item and its place are called in a function of the items of this list; `taken` are names used elsewhere. */
export const namesInside = (list: Expression | undefined, names: Names, taken: readonly string[]): Names => {
  const item = free(itemName(list, names), [...names, ...taken]);
  return [...names, item, free('index', [...names, ...taken, item])];
};
