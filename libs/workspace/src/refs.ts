import { TroupeError } from '@troupe/contracts';
import { lineOf, type Git } from './git.ts';
import { refuse } from './names.ts';

/** The branch that holds what is delivered. */
export const MAIN = 'main';

/** What git takes for "there is no such branch yet". */
const NOWHERE = '0'.repeat(40);

/** From where a branch is to be moved, and to where. */
export interface Move {
  readonly branch: string;
  /** Where it has to stand; undefined: it must not exist. */
  readonly from: string | undefined;
  readonly to: string;
}

const refOf = (branch: string): string => `refs/heads/${branch}`;

/** Where a branch stands; undefined when there is none of that name. */
export const readRef = async (git: Git, branch: string): Promise<string | undefined> => {
  const answer = await git({
    args: ['rev-parse', '--verify', '--quiet', `${refOf(branch)}^{commit}`],
    answers: [0, 1],
  });
  return answer.code === 0 ? lineOf(answer) : undefined;
};

/** Where main stands. @throws TroupeError WORKSPACE_REFUSED when somebody has taken it away */
export const readMain = async (git: Git): Promise<string> =>
  (await readRef(git, MAIN)) ?? refuse('This workspace has no main any more: make the branch again, where it stood');

/**
 * Moves a branch, if it stands where it is expected: of two that move it at the same moment one succeeds. Returns false
 * when it stands elsewhere.
 * @throws TroupeError GIT_FAILED when it stands there and cannot be moved: a lock that was left behind, another branch
 * whose name is a folder of this one
 */
export const moveRef = async (git: Git, { branch, from, to }: Move): Promise<boolean> => {
  const args = ['update-ref', '--no-deref', refOf(branch), to, from ?? NOWHERE];
  const { code, said } = await git({ args, answers: [0, 128] });
  if (code === 0) return true;
  const now = await readRef(git, branch);
  if (now === to) return true;
  if (now !== from) return false;
  throw new TroupeError('GIT_FAILED', `Branch ${branch} cannot be moved: ${said}`, { details: { branch } });
};

/** Whether everything that leads to one commit also leads to the other. */
export const contains = async (git: Git, { commit, inside }: { commit: string; inside: string }): Promise<boolean> => {
  const { code } = await git({ args: ['merge-base', '--is-ancestor', commit, inside], answers: [0, 1] });
  return code === 0;
};

/** @throws TroupeError WORKSPACE_REFUSED when the repository has no such commit */
export const requireCommit = async (git: Git, commit: string): Promise<string> => {
  const { code } = await git({ args: ['cat-file', '-e', `${commit}^{commit}`], answers: [0, 1, 128] });
  return code === 0 ? commit : refuse(`This workspace has no commit ${commit}: is it the folder that it was made in?`);
};
