import type { Workspace } from '@troupe/workspace';
import { moduleFiles, type ModuleOptions } from '../code/module-files.ts';
import { oneLine } from '../code/one-line.ts';
import { branchOf, type Assignment } from './assignment.ts';
import { AGENT } from './identity.ts';

/** What is committed, and on what. */
export interface CommitOptions {
  readonly module: ModuleOptions;
  /** The commit of main that the branch stands on. */
  readonly base: string;
  /** How the code came to be, for people. */
  readonly how: string;
  readonly workspace: Workspace;
}

/** A commit that was made. */
export interface Committed {
  readonly commit: string;
  /** What differs from the base. */
  readonly files: readonly string[];
}

const LONGEST_SUBJECT = 72;

const messageOf = ({ spec, attempt }: Assignment, how: string): string => {
  const what = attempt === 1 ? 'Add' : 'Mend';
  return `${oneLine(`${what} ${spec.signature.functionName}: ${spec.title}`, LONGEST_SUBJECT)}\n\n${how}`;
};

/** Commits a module on top of what was committed before: the same commit, whenever this is done. */
export const commitAttempt = async (
  assignment: Assignment,
  { module, base, how, workspace }: CommitOptions,
): Promise<Committed> => {
  const { past, cause } = assignment;
  const commit = await workspace.commitFiles({
    branch: branchOf(assignment),
    base: past.at(-1)?.commit ?? base,
    files: moduleFiles(module),
    author: AGENT,
    message: messageOf(assignment, how),
    key: cause.id,
    atMs: cause.timeMs,
  });
  return { commit, files: await workspace.changedFiles({ from: base, to: commit }) };
};
