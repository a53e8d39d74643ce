import { unquoted } from '../values/quotation.ts';
import { isNumeric } from '../values/scalar.ts';
import type { Slot } from './token.ts';

type Table = readonly (readonly string[])[];

const cellSlot = (cell: string): Slot => {
  const inner = unquoted(cell);
  return inner === undefined ? { raw: cell, form: 'bare' } : { raw: inner, form: 'quoted' };
};

const listSlot = (cells: readonly string[], label?: string): Slot => ({
  raw: cells.join(', '),
  form: 'list',
  items: cells.map(cellSlot),
  ...(label === undefined ? {} : { label }),
});

const isText = (cell: string | undefined): boolean =>
  cell !== undefined &&
  cell !== '' &&
  !isNumeric(cell) &&
  unquoted(cell) === undefined &&
  !/^(?:true|false)$/i.test(cell);

/** Whether the first cell of a column names what the cells below are: it alone is no number, or the step says its name. */
const isHeader = (head: string, cells: readonly string[], text: string): boolean => {
  if (!isText(head)) return false;
  if (cells.length > 0 && cells.every((cell) => !isText(cell))) return true;
  const stem = head.toLowerCase().replace(/s$/, '');
  return text.toLowerCase().includes(stem);
};

const oneColumn = (cells: readonly string[], text: string): Slot => {
  const [head = '', ...below] = cells;
  if (!isHeader(head, below, text)) return listSlot(cells);
  const several = `${head}s`;
  return listSlot(below, text.toLowerCase().includes(several.toLowerCase()) ? several : head);
};

const isCapital = (cell: string | undefined): boolean => /^\p{Lu}/u.test(cell ?? '');

/** Whether all of these can be names: text, and in one style. */
const areNames = (cells: readonly (string | undefined)[]): boolean =>
  cells.every(isText) && cells.every((cell) => isCapital(cell) === isCapital(cells[0]));

/** Rows of a name and its value. Where the first row can be headers as well, it is. */
const isPairs = (table: Table): boolean => {
  const [head = []] = table;
  return head.length === 2 && areNames(table.map(([name]) => name)) && !areNames(head);
};

const named = ([name = '', value = '']: readonly string[]): Slot => ({ ...cellSlot(value), label: name });

const column = (table: Table, index: number): readonly string[] => table.map((row) => row[index] ?? '');

/**
 * What a data table gives: one list for a column or a row, a value for each name of a table of pairs, a value for each
 * header over one row, a list for each header over several.
 */
export const tableSlots = (table: Table, text: string): readonly Slot[] => {
  const [head = [], ...rows] = table;
  if (head.length === 1) return [oneColumn(column(table, 0), text)];
  if (rows.length === 0) return [listSlot(head)];
  if (isPairs(table)) return table.map(named);
  return head.map((name, index) => {
    const cells = column(rows, index);
    return cells.length === 1 ? named([name, cells[0] ?? '']) : listSlot(cells, name);
  });
};
