import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { RunFiles } from '@troupe/sandbox';
import type { Workspace } from '@troupe/workspace';

/** Reads every plain file below a folder, by its path from there. */
const readFiles = async (folder: string): Promise<RunFiles> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const read = files.map(async (file) => [relative(folder, file), await readFile(file, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(read));
};

/** The files of a commit, checked out to where nobody else looks; nothing is left of that afterwards. */
export const readCode = async (workspace: Pick<Workspace, 'checkout'>, commit: string): Promise<RunFiles> => {
  const folder = await mkdtemp(join(tmpdir(), 'troupe-review-'));
  try {
    const into = join(folder, 'code');
    await workspace.checkout({ commit, into });
    return await readFiles(into);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
