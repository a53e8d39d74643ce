import { isAbsolute } from 'node:path';
import { TroupeError } from '@troupe/contracts';

/** Who makes a commit, as git writes it down. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

/**
 * What git gets to see of the world: where programs are, and nothing that a person has set up for themselves. No
 * configuration but the repository's own, no prompt, no replaced objects, and of transports only local folders.
 */
export const gitEnvironment = (path: string): Readonly<Record<string, string>> => ({
  PATH: path,
  LC_ALL: 'C',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '1',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_ALLOW_PROTOCOL: 'file',
});

/**
 * What stands before every command: no hook is run, nothing is cleaned up behind our back, names that mean `.git` on
 * other file systems are refused, what was written survives a power cut, and who finds a branch locked waits its turn.
 */
export const GIT_OPTIONS: readonly string[] = [
  ...['-c', 'core.hooksPath=/dev/null'],
  ...['-c', 'core.protectHFS=true'],
  ...['-c', 'core.protectNTFS=true'],
  ...['-c', 'core.fsync=all'],
  ...['-c', 'gc.auto=0'],
  ...['-c', 'core.filesRefLockTimeout=5000'],
];

/** Both dates and both names of a commit; with them its id follows from what it holds. */
export const signature = ({ name, email }: Author, atMs: number): Readonly<Record<string, string>> => {
  const date = `@${Math.floor(atMs / 1_000)} +0000`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
};

/** @throws TroupeError CONFIG_INVALID unless the folder is given as an absolute path */
export const checkFolder = (folder: string): string => {
  if (isAbsolute(folder) && !folder.includes('\0')) return folder;
  throw new TroupeError('CONFIG_INVALID', `The folder of workspaces has to be an absolute path, and is '${folder}'`);
};
