import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The folder of the repository. */
export const ROOT = join(import.meta.dirname, '../..');

const SKIPPED = new Set(['node_modules', '.git', '.nx', '.troupe', 'coverage', 'dist']);

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !SKIPPED.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    });

/** Every file of the repository whose name ends so, by its path from the root, sorted. */
export const filesEndingWith = (ending: string): readonly string[] =>
  filesBelow(ROOT)
    .filter((path) => path.endsWith(ending))
    .map((path) => relative(ROOT, path))
    .sort();

/** The text of a file, by its path from the root. */
export const readText = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** A row of a table, by the words in the table's head. */
export type Row = Readonly<Record<string, string>>;

const cellsOf = (line: string): readonly string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim());

/** The rows of all tables of a page whose head begins with these words. */
export const tableRows = (page: string, ...head: readonly string[]): readonly Row[] => {
  let names: readonly string[] = [];
  return page.split('\n').flatMap((line) => {
    if (!line.startsWith('|')) names = [];
    if (!line.startsWith('|') || /^\|[\s|:-]+\|$/.test(line)) return [];
    const cells = cellsOf(line);
    if (names.length === 0) {
      names = cells;
      return [];
    }
    const isWanted = head.every((word, index) => names[index] === word);
    return isWanted ? [Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))] : [];
  });
};

/** What stands in backquotes in a text. */
export const codesIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '');
