import { TroupeError } from '@troupe/contracts';
import { changesBetween, collisions } from './changes.ts';
import { lineOf, type Git } from './git.ts';
import { checkAuthor, checkCommit, checkKey, refuse } from './names.ts';
import { contains, MAIN, moveRef, readMain, requireCommit } from './refs.ts';
import { commitOfKey, treeWith, writeCommit, type CommitMeta, type Entry } from './trees.ts';

/** What is to be merged, and how the commit is to be written should one be needed. */
export interface MergeRequest extends CommitMeta {
  /** The full id of the commit that was reviewed. */
  readonly commit: string;
}

/** What became of a merge. */
export type Merge =
  | { readonly kind: 'merged'; /** What main was moved to. */ readonly commit: string }
  | { readonly kind: 'refused'; /** What main has changed as well, since. */ readonly files: readonly string[] };

/** Each loss means that another merge has won: so many in a row do not happen. */
const MOST_ATTEMPTS = 100;

const FILE_MODES: readonly string[] = ['100644', '100755'];

const forkPoint = async (git: Git, main: string, commit: string): Promise<string> => {
  const answer = await git({ args: ['merge-base', main, commit], answers: [0, 1] });
  return answer.code === 0 ? lineOf(answer) : refuse(`${commit} has nothing in common with main`);
};

/** Only plain files are carried. */
const checkEntries = (entries: readonly Entry[]): readonly Entry[] => {
  const odd = entries.find(({ mode, blob }) => blob !== undefined && !FILE_MODES.includes(mode));
  return odd === undefined ? entries : refuse(`${odd.path} is no plain file, and is not carried to main`);
};

/** The reviewed files, as they were reviewed, on top of main as it is now. */
const carried = async (git: Git, main: string, reviewed: readonly Entry[], meta: CommitMeta): Promise<string> => {
  const tree = await treeWith(git, main, checkEntries(reviewed));
  return writeCommit(git, { ...meta, tree, parent: main });
};

/** One attempt; undefined when main has moved in the meantime. */
const attempt = async (git: Git, request: MergeRequest): Promise<Merge | undefined> => {
  const { commit, key } = request;
  const main = await readMain(git);
  if (await contains(git, { commit, inside: main })) return { kind: 'merged', commit };
  const fork = await forkPoint(git, main, commit);
  const before = await commitOfKey(git, { key, after: fork, upTo: main });
  if (before !== undefined) return { kind: 'merged', commit: before };
  const reviewed = await changesBetween(git, fork, commit);
  const files = collisions(await changesBetween(git, fork, main), reviewed);
  if (files.length > 0) return { kind: 'refused', files };
  const to = fork === main ? commit : await carried(git, main, reviewed, request);
  return (await moveRef(git, { branch: MAIN, from: main, to })) ? { kind: 'merged', commit: to } : undefined;
};

/**
 * Lets main hold a reviewed commit: moves it there when nothing else has come to main; else carries exactly the reviewed
 * files on top of it, unless main has changed one of them since. Texts are never merged. Of two at the same moment one
 * wins, and the other looks at main again. Done again under the same key it changes nothing and says the same.
 * @throws TroupeError WORKSPACE_REFUSED: no such commit, none that has main's beginning, or something that is no plain
 * file · GIT_FAILED · GIT_MISSING
 */
export const mergeForward = async (git: Git, request: MergeRequest): Promise<Merge> => {
  checkAuthor(request.author);
  checkKey(request.key);
  await requireCommit(git, checkCommit(request.commit));
  for (let tries = 0; tries < MOST_ATTEMPTS; tries += 1) {
    const merge = await attempt(git, request);
    if (merge !== undefined) return merge;
  }
  throw new TroupeError('GIT_FAILED', `Main moved ${MOST_ATTEMPTS} times before ${request.commit} could be merged`);
};
