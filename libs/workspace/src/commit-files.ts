import type { Git } from './git.ts';
import { checkAuthor, checkBranch, checkCommit, checkKey, checkWrittenPath, refuse } from './names.ts';
import { contains, MAIN, moveRef, readRef, requireCommit } from './refs.ts';
import { PLAIN, treeWith, writeBlob, writeCommit, type CommitMeta, type Entry } from './trees.ts';

/** A file as it is to be. */
export interface WorkspaceFile {
  /** From the root, with slashes: letters, digits, hyphens, dots and underscores; nothing hidden. */
  readonly path: string;
  readonly content: string;
}

/** What is to be committed, and where. */
export interface FilesToCommit extends CommitMeta {
  /** Any but main; made when there is none of that name. */
  readonly branch: string;
  /** The full id of the commit that it stands on: of main at first, then the one before on the branch. */
  readonly base: string;
  /** What is added or changed; everything else stays as it is in the base. */
  readonly files: readonly WorkspaceFile[];
}

const MOST_FILES = 100;
const MOST_BYTES = 1_000_000;

const checkFiles = (files: readonly WorkspaceFile[]): void => {
  const paths = files.map(({ path }) => checkWrittenPath(path));
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  if (paths.length === 0) refuse('A commit needs a file at least');
  if (new Set(paths).size < paths.length) refuse(`A file is there twice: ${paths.toSorted().join(', ')}`);
  if (paths.length > MOST_FILES || bytes > MOST_BYTES)
    refuse(
      `${paths.length} files of ${bytes} bytes are too many: ${MOST_FILES} of ${MOST_BYTES} together are the most`,
    );
};

const checkRequest = ({ branch, base, files, author, key }: FilesToCommit): void => {
  if (checkBranch(branch) === MAIN) refuse('Nothing is committed on main: it moves by a merge alone');
  checkCommit(base);
  checkAuthor(author);
  checkKey(key);
  checkFiles(files);
};

const writeFiles = async (git: Git, files: readonly WorkspaceFile[]): Promise<readonly Entry[]> => {
  const entries: Entry[] = [];
  for (const { path, content } of files) entries.push({ path, mode: PLAIN, blob: await writeBlob(git, content) });
  return entries;
};

/** Lets the branch end with the commit; one that holds it already stays where it is. */
const advance = async (git: Git, { branch, base, commit }: { branch: string; base: string; commit: string }) => {
  const stands = await readRef(git, branch);
  if (stands !== undefined && (await contains(git, { commit, inside: stands }))) return;
  if (await moveRef(git, { branch, from: stands === undefined ? undefined : base, to: commit })) return;
  const now = await readRef(git, branch);
  if (now !== undefined && (await contains(git, { commit, inside: now }))) return;
  refuse(`Branch ${branch} stands at ${now ?? 'nothing'} and not at ${base}: somebody else has written to it`, {
    branch,
  });
};

/**
 * Commits files on a branch, without a work tree. The commit follows from what is given: whoever does the same again,
 * after a crash or beside another, gets the same id and changes nothing.
 * @throws TroupeError WORKSPACE_REFUSED: a name, path or author that will not do, no such base, or a branch that stands
 * elsewhere · GIT_FAILED · GIT_MISSING
 */
export const commitFiles = async (git: Git, request: FilesToCommit): Promise<string> => {
  checkRequest(request);
  const { branch, base, files } = request;
  await requireCommit(git, base);
  const tree = await treeWith(git, base, await writeFiles(git, files));
  const commit = await writeCommit(git, { ...request, tree, parent: base });
  await advance(git, { branch, base, commit });
  return commit;
};
