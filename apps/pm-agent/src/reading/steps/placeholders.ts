/** The cell of a placeholder; undefined when there is none of this name. */
export type CellOf = (placeholder: string) => string | undefined;

/** A placeholder, as it stands in steps, names and cells. */
export const PLACEHOLDER = /<([^<>\s](?:[^<>]*[^<>\s])?)>/;

const EVERY_PLACEHOLDER = new RegExp(PLACEHOLDER.source, 'g');

/** The names of the placeholders in a text. */
export const placeholdersIn = (text: string): readonly string[] =>
  [...text.matchAll(EVERY_PLACEHOLDER)].map(([, name]) => name ?? '');

/** The text with the cells of its placeholders; what has no cell stays as it is written. */
export const filledIn = (text: string, cellOf: CellOf): string =>
  text.replace(EVERY_PLACEHOLDER, (written, name: string) => cellOf(name) ?? written);
