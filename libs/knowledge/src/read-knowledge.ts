import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ensureError, TroupeError } from '@troupe/contracts';
import { passagesOf, type Passage } from './passages.ts';

const LARGEST_FILE = 1_000_000;
const MOST_FILES = 2_000;

const refuse = (folder: string, why: string): TroupeError =>
  new TroupeError('CONFIG_INVALID', `The knowledge base ${folder} cannot be read: ${why}`);

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
};

const readPassages = async (folder: string, file: string): Promise<readonly Passage[]> => {
  const { size } = await stat(file);
  if (size > LARGEST_FILE) throw refuse(folder, `${file} has ${size} bytes, and may have ${LARGEST_FILE}`);
  return passagesOf(relative(folder, file), await readFile(file, 'utf8'));
};

/**
 * The passages of all Markdown files below a folder, in the order of their paths.
 * @throws TroupeError CONFIG_INVALID when it cannot be read, has no such file, or too many or too large ones
 */
export const readKnowledge = async (folder: string): Promise<readonly Passage[]> => {
  try {
    const files = await filesIn(folder);
    if (files.length === 0) throw refuse(folder, 'it has no .md file');
    if (files.length > MOST_FILES) throw refuse(folder, `it has ${files.length} files, and may have ${MOST_FILES}`);
    return (await Promise.all(files.map((file) => readPassages(folder, file)))).flat();
  } catch (error) {
    throw TroupeError.is(error) ? error : refuse(folder, ensureError(error).message);
  }
};
