import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fieldsOf, type Git } from './git.ts';
import { checkCommit, checkHeldPath, refuse } from './names.ts';
import { requireCommit } from './refs.ts';

/** What is to be checked out, and where to. */
export interface CheckoutRequest {
  /** The full id of the commit. */
  readonly commit: string;
  /** A folder that does not exist yet, in one that does. */
  readonly into: string;
  /** Files at most. Default 1,000. */
  readonly mostFiles?: number;
  /** Bytes at most, of all files together. Default 16 MiB. */
  readonly mostBytes?: number;
}

interface HeldFile {
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
  readonly bytes: number;
}

const RUNNABLE = '100755';
/** What stands before each file in the answer of `cat-file`: its id, the word `blob`, its size. */
const HEAD_BYTES = 100;

const isThere = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';

const heldFile = (line: string): HeldFile => {
  const [told = '', path = ''] = line.split('\t');
  const [mode = '', type, blob = '', bytes = ''] = told.split(/ +/);
  if (type !== 'blob' || !mode.startsWith('100')) refuse(`'${path}' is no plain file, and is not checked out`);
  return { path: checkHeldPath(path), mode, blob, bytes: Number(bytes) };
};

const filesOf = async (
  git: Git,
  { commit, mostFiles = 1_000, mostBytes = 16 * 1_024 * 1_024 }: CheckoutRequest,
): Promise<readonly HeldFile[]> => {
  const files = fieldsOf(await git({ args: ['ls-tree', '-r', '-z', '-l', '--full-tree', commit] })).map(heldFile);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (files.length > mostFiles || bytes > mostBytes)
    refuse(`${files.length} files of ${bytes} bytes are not checked out: ${mostFiles} of ${mostBytes} are the most`);
  return files;
};

/** The contents in the order of the files: each is announced by a line, and ended by one. */
const readContents = async (git: Git, files: readonly HeldFile[]): Promise<readonly Buffer[]> => {
  const input = files.map(({ blob }) => `${blob}\n`).join('');
  const mostBytes = files.reduce((sum, { bytes }) => sum + bytes + HEAD_BYTES, HEAD_BYTES);
  const { output } = await git({ args: ['cat-file', '--batch'], input, mostBytes });
  let at = 0;
  return files.map(({ bytes }) => {
    const begin = output.indexOf('\n', at) + 1;
    at = begin + bytes + 1;
    return output.subarray(begin, begin + bytes);
  });
};

const makeFresh = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder);
  } catch (error) {
    if (isThere(error)) refuse(`${folder} is there already: what is checked out gets a folder of its own`);
    throw error;
  }
};

const writeAll = async (folder: string, files: readonly HeldFile[], contents: readonly Buffer[]): Promise<void> => {
  for (const [index, { path, mode }] of files.entries()) {
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    // Refused when it is there: a file system that takes two names for one must not decide which is tested.
    await writeFile(target, contents[index] ?? '', { flag: 'wx', mode: mode === RUNNABLE ? 0o755 : 0o644 });
  }
};

/**
 * Writes the files of a commit into a folder of their own; returns their paths. Git itself writes none of them: there is
 * no hook, filter or attribute that could run, no link that could lead elsewhere, and nothing of git in the folder.
 * @throws TroupeError WORKSPACE_REFUSED: no such commit, a folder that is there, too much, or what is no plain file ·
 * GIT_FAILED · GIT_MISSING
 */
export const checkout = async (git: Git, request: CheckoutRequest): Promise<readonly string[]> => {
  await requireCommit(git, checkCommit(request.commit));
  const files = await filesOf(git, request);
  const contents = await readContents(git, files);
  await makeFresh(request.into);
  try {
    await writeAll(request.into, files, contents);
  } catch (error) {
    await rm(request.into, { recursive: true, force: true });
    throw error;
  }
  return files.map(({ path }) => path);
};
