import { parseCsv } from '@troupe/csv';
import { z } from 'zod';
import { refusal, textItem, type Item, type Refusal } from './entry.ts';
import { parseTime } from './parse-time.ts';

/** What a line is: an item, or why it is none. */
export type Line = { readonly read: Item } | { readonly refused: Refusal };

/** Which cell of a line has the time and which the value. */
export interface Columns {
  readonly at: number;
  readonly value: number;
}

const NO_TIME = 'has no time that can be read: write 2026-11-28T08:00:00Z, or milliseconds since 1970';
const NO_CSV = 'is no comma-separated line: a quote is left open, or stands inside a cell without quotes';
const NO_VALUE = 'has no finite number as its value';

/** The cells of one line; undefined when it is no CSV. */
const cellsOf = (line: string): readonly string[] | undefined => {
  try {
    return parseCsv(line)[0] ?? [];
  } catch {
    return undefined;
  }
};

/** Where a header has the columns; undefined when one is missing. */
export const columnsIn = (
  header: string,
  names: { readonly at: string; readonly value: string },
): Columns | undefined => {
  const cells = cellsOf(header)?.map((cell) => cell.trim()) ?? [];
  const [at, value] = [cells.indexOf(names.at), cells.indexOf(names.value)];
  return at < 0 || value < 0 ? undefined : { at, value };
};

/** Reads one line of CSV. */
export const csvLine = (item: string, line: string, columns: Columns): Line => {
  const cells = cellsOf(line);
  if (cells === undefined) return { refused: refusal(item, line, NO_CSV) };
  const at = parseTime(cells[columns.at] ?? '');
  const number = (cells[columns.value] ?? '').trim();
  const value = Number(number);
  if (at === undefined) return { refused: refusal(item, line, NO_TIME) };
  if (number === '' || !Number.isFinite(value)) return { refused: refusal(item, line, NO_VALUE) };
  return { read: { item, at, value, title: '', link: '' } };
};

/** An item as JSON says it. */
const jsonItem = z.object({
  id: z.union([z.string().min(1).max(200), z.int()]).optional(),
  at: z.union([z.string().max(100), z.int()]),
  value: z.number().nullish(),
  title: z.string().default(''),
  link: z.string().default(''),
});

const problemsOf = (error: z.ZodError): string =>
  error.issues
    .map(({ path, message }) => `${path.join('.') || 'the item'}: ${message}`)
    .join('; ')
    .slice(0, 500);

/** Reads one item that was JSON. `otherwise` names it where it has no id of its own. */
export const jsonValue = (otherwise: string, json: unknown, text: string): Line => {
  const { data, error } = jsonItem.safeParse(json);
  if (error) return { refused: refusal(otherwise, text, problemsOf(error)) };
  const item = String(data.id ?? otherwise);
  const at = parseTime(data.at);
  if (at === undefined) return { refused: refusal(item, text, NO_TIME) };
  return { read: { ...textItem(item, at, data), value: data.value ?? null } };
};

/** Reads one line of JSON. */
export const jsonLine = (item: string, line: string): Line => {
  try {
    return jsonValue(item, JSON.parse(line), line);
  } catch {
    return { refused: refusal(item, line, 'is no JSON') };
  }
};
