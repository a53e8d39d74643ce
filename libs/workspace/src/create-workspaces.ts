import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createTurns } from '@troupe/contracts';
import { changesBetween } from './changes.ts';
import { commitFiles } from './commit-files.ts';
import { writeFirstCommit } from './first-commit.ts';
import { createGit, lineOf, type Git, type GitOptions } from './git.ts';
import { checkFolder } from './git-environment.ts';
import { mergeForward } from './merge-forward.ts';
import { checkCommit, checkHeldPath, checkName } from './names.ts';
import { readFiles } from './read-files.ts';
import { MAIN, readMain, requireCommit } from './refs.ts';
import type { Workspace, Workspaces, WorkspacesOptions } from './workspaces.ts';

/** How long one command of git may take unless told otherwise, in milliseconds. */
const TIMEOUT_MS = 30_000;

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

/** How many commands of git run side by side: they are short, and many of them only wait for one another. */
const AT_ONCE = 4;

/** What a rename answers when another process has made the repository at the same moment. */
const wasOvertaken = (error: unknown): boolean =>
  ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');

/** Made aside and moved into place whole: nobody ever sees a repository without its first commit. */
const bear = async (name: string, repository: string, folder: string, options: Omit<GitOptions, 'repository'>) => {
  await mkdir(folder, { recursive: true });
  const aside = await mkdtemp(join(folder, '.born-'));
  try {
    await createGit(options)({ args: ['init', '--quiet', '--bare', '--template=', `--initial-branch=${MAIN}`, aside] });
    await writeFirstCommit(createGit({ ...options, repository: aside }), name);
    await rename(aside, repository);
  } catch (error) {
    if (!wasOvertaken(error)) throw error;
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
};

const show = async (git: Git, commit: string, path: string): Promise<string | undefined> => {
  await requireCommit(git, checkCommit(commit));
  const { code, output } = await git({
    args: ['cat-file', 'blob', `${commit}:${checkHeldPath(path)}`],
    answers: [0, 128],
  });
  return code === 0 ? output.toString('utf8') : undefined;
};

const workspaceOf = (name: string, repository: string, git: Git): Workspace => ({
  name,
  url: pathToFileURL(repository).href,
  main: () => readMain(git),
  commitFiles: (files) => commitFiles(git, files),
  changedFiles: async ({ from, to }) => {
    for (const commit of [from, to]) await requireCommit(git, checkCommit(commit));
    return (await changesBetween(git, from, to)).map(({ path }) => path);
  },
  show: ({ commit, path }) => show(git, commit, path),
  files: (request) => readFiles(git, request),
  mergeForward: (request) => mergeForward(git, request),
});

/**
 * Workspaces in a folder, each a bare repository `<name>.git` of real git.
 * @throws TroupeError CONFIG_INVALID unless the folder is an absolute path
 *
 * @example
 * const shop = await createWorkspaces({ folder }).open('shop');
 * const commit = await shop.commitFiles({ branch: 'feature/tax', base: await shop.main(), files, author, message, key, atMs });
 */
export const createWorkspaces = (settings: WorkspacesOptions): Workspaces => {
  const folder = checkFolder(settings.folder);
  const inTurn = createTurns(AT_ONCE);
  const options = { timeoutMs: settings.timeoutMs ?? TIMEOUT_MS, binary: settings.binary ?? 'git', inTurn };
  return {
    open: async (name) => {
      const repository = join(folder, `${checkName(name)}.git`);
      if (!(await exists(repository))) await bear(name, repository, folder, options);
      return workspaceOf(name, repository, createGit({ ...options, repository }));
    },
    version: async () => lineOf(await createGit(options)({ args: ['version'] })),
  };
};
