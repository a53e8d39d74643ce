import { conversationIdOf, DEFAULT_TENANT } from '@troupe/contracts';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { stackError } from '../../stack-error.ts';

/** A source whose history is played again. */
export interface PlayedSource {
  readonly source: string;
  /** Where its history lies. */
  readonly path: string;
  /** How many lines there are behind the header. */
  readonly points: number;
  readonly conversationId: string;
}

const ENDING = '.csv';

const readSource = (folder: string, file: string): PlayedSource => {
  const source = basename(file, ENDING);
  const path = join(folder, file);
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n').length;
  return { source, path, points: lines - 1, conversationId: conversationIdOf(DEFAULT_TENANT, `source ${source}`) };
};

/** The sources of a folder, by name. @throws STACK_FAILED for a folder without any */
export const playedSources = (folder: string): readonly PlayedSource[] => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(ENDING)) : [];
  if (files.length === 0)
    throw stackError(`There is no ${ENDING} file in ${folder}`, 'see `npm run demo:market -- --help`');
  return files.toSorted().map((file) => readSource(folder, file));
};

/** Writes the file that says which sources are followed, and gives its path. */
export const writeFeeds = (
  sources: readonly PlayedSource[],
  { folder, market, speed }: { readonly folder: string; readonly market: string; readonly speed: number },
): string => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'feeds.json');
  const feeds = sources.map(({ source, path: file }) => ({ source, market, kind: 'csv', path: file, speed }));
  writeFileSync(path, JSON.stringify({ feeds }, undefined, 2));
  return path;
};
