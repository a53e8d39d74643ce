import { appendFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileReader, type FilePosition } from './file-reader.ts';
import type { Entry, Reading } from './entry.ts';
import type { FileFeed } from './feeds.ts';

/** A file that a spec writes to. */
export interface GrowingFile {
  readonly path: string;
  append(more: string | Buffer): Promise<void>;
  replace(other: string): Promise<void>;
}

/** A file of its own for a spec. */
export const growingFile = async (text = ''): Promise<GrowingFile> => {
  const path = join(await mkdtemp(join(tmpdir(), 'feed-')), 'feed');
  await writeFile(path, text);
  return {
    path,
    append: (more: string | Buffer): Promise<void> => appendFile(path, more),
    replace: (other: string): Promise<void> => writeFile(path, other),
  };
};

/** A feed of a file, read as fast as possible. */
export const feedOf = (path: string, kind: FileFeed['kind'] = 'csv'): FileFeed => {
  const common = { source: 'spec', market: 'main', path, every: 10 };
  return kind === 'csv' ? { ...common, kind, columns: { at: 'timestamp', value: 'value' } } : { ...common, kind };
};

/** Reads a file to its end from a position on. */
export const readAll = async (
  feed: FileFeed,
  from?: FilePosition,
): Promise<
  Pick<Reading<FilePosition | undefined>, 'position'> & { readonly entries: readonly Entry<FilePosition>[] }
> => {
  const reader = fileReader(feed);
  const entries: Entry<FilePosition>[] = [];
  let position = from;
  for (let more = true; more;) {
    const reading = await reader.read(position, new AbortController().signal);
    entries.push(...reading.entries);
    position = reading.position;
    more = reading.more;
  }
  return { entries, position };
};

/** What entries say, in short: the item with its value, or with what is wrong. */
export const inShort = (entries: readonly Entry<unknown>[]): readonly string[] =>
  entries.map((entry) =>
    'read' in entry
      ? `${entry.read.item}=${String(entry.read.value)}`
      : `${entry.refused.item} ${entry.refused.reason}`,
  );
