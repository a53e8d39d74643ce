import { fieldsOf, type Git } from './git.ts';
import { checkCommit, checkHeldPath, refuse } from './names.ts';
import { requireCommit } from './refs.ts';

/** Which files are to be read, and how much at most. */
export interface FilesRequest {
  /** The full id of the commit. */
  readonly commit: string;
  /** Files at most. Default 1,000. */
  readonly mostFiles?: number;
  /** Bytes at most, of all files together. Default 16 MiB. */
  readonly mostBytes?: number;
}

interface HeldFile {
  readonly path: string;
  readonly blob: string;
  readonly bytes: number;
}

/** What stands before each file in the answer of `cat-file`: its id, the word `blob`, its size. */
const HEAD_BYTES = 100;

const heldFile = (line: string): HeldFile => {
  const [told = '', path = ''] = line.split('\t');
  const [mode = '', type, blob = '', bytes = ''] = told.split(/ +/);
  if (type !== 'blob' || !mode.startsWith('100')) refuse(`'${path}' is no plain file, and is not read`);
  return { path: checkHeldPath(path), blob, bytes: Number(bytes) };
};

const filesOf = async (
  git: Git,
  { commit, mostFiles = 1_000, mostBytes = 16 * 1_024 * 1_024 }: FilesRequest,
): Promise<readonly HeldFile[]> => {
  const files = fieldsOf(await git({ args: ['ls-tree', '-r', '-z', '-l', '--full-tree', commit] })).map(heldFile);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (files.length > mostFiles || bytes > mostBytes)
    refuse(`${files.length} files of ${bytes} bytes are not read: ${mostFiles} of ${mostBytes} are the most`);
  return files;
};

/** The contents in the order of the files: each is announced by a line, and ended by one. */
const readContents = async (git: Git, files: readonly HeldFile[]): Promise<readonly string[]> => {
  const input = files.map(({ blob }) => `${blob}\n`).join('');
  const mostBytes = files.reduce((sum, { bytes }) => sum + bytes + HEAD_BYTES, HEAD_BYTES);
  const { output } = await git({ args: ['cat-file', '--batch'], input, mostBytes });
  let at = 0;
  return files.map(({ bytes }) => {
    const begin = output.indexOf('\n', at) + 1;
    at = begin + bytes + 1;
    return output.toString('utf8', begin, begin + bytes);
  });
};

/**
 * Reads the files of a commit as text, by their path from the root. Nothing is written anywhere: there is no hook, filter
 * or attribute that could run, and no link that could lead elsewhere.
 * @throws TroupeError WORKSPACE_REFUSED: no such commit, too much, or what is no plain file · GIT_FAILED · GIT_MISSING
 */
export const readFiles = async (git: Git, request: FilesRequest): Promise<Readonly<Record<string, string>>> => {
  await requireCommit(git, checkCommit(request.commit));
  const files = await filesOf(git, request);
  const contents = await readContents(git, files);
  return Object.fromEntries(files.map(({ path }, index) => [path, contents[index] ?? '']));
};
