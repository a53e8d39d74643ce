import { TroupeError } from '@troupe/contracts';
import type { Author } from './git-environment.ts';

const LONGEST_NAME = 64;
const LONGEST_BRANCH = 200;
const LONGEST_PATH = 200;
const LONGEST_KEY = 200;

/** Lower-case letters, digits and hyphens, with a letter or digit at both ends: also the name of a folder. */
const NAME = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** Parts of a branch: never option-like, hidden, or what git reads as an expression. */
const BRANCH_PART = /^[a-zA-Z0-9](?:[a-zA-Z0-9_-]|\.(?![.]))*$/;
/** Parts of the path of a file that is written: nothing hidden, so no `.git`, `.gitattributes` or `.gitmodules`. */
const WRITTEN_PART = /^[a-zA-Z0-9_][a-zA-Z0-9._-]*$/;
/** What git may hold and file systems take for something else: `.git` in all its disguises, and ways up. */
const MISREAD_PART = /^$|^\.{1,2}$|^\.git[\s.]*$|^git~\d+$|[\\:\p{Cc}\p{Cf}]|[\s.]$|\uFFFD/iu;
const COMMIT = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const KEY = /^[a-zA-Z0-9][a-zA-Z0-9._:-]*$/;
const IN_SIGNATURE = /^[^<>\p{Cc}]+$/u;

/** @throws TroupeError WORKSPACE_REFUSED, always */
export const refuse = (why: string, details: Readonly<Record<string, unknown>> = {}): never => {
  throw new TroupeError('WORKSPACE_REFUSED', why, { details });
};

const shown = (text: string): string => JSON.stringify(text.slice(0, 100));

/** The name of a workspace. @throws TroupeError WORKSPACE_REFUSED */
export const checkName = (name: string): string =>
  name.length <= LONGEST_NAME && NAME.test(name)
    ? name
    : refuse(`A workspace cannot be called ${shown(name)}: take lower-case letters, digits and hyphens, 64 at most`);

/** The name of a branch, without `refs/heads/`. @throws TroupeError WORKSPACE_REFUSED */
export const checkBranch = (branch: string): string =>
  branch.length <= LONGEST_BRANCH &&
  branch.split('/').every((part) => BRANCH_PART.test(part) && !part.endsWith('.') && !part.endsWith('.lock'))
    ? branch
    : refuse(`A branch cannot be called ${shown(branch)}: take letters, digits, hyphens and slashes, 200 at most`);

/** The path of a file that is to be written. @throws TroupeError WORKSPACE_REFUSED */
export const checkWrittenPath = (path: string): string =>
  path.length <= LONGEST_PATH && path.split('/').every((part) => WRITTEN_PART.test(part) && !MISREAD_PART.test(part))
    ? path
    : refuse(`No file can be written to ${shown(path)}: take a path below the root, nothing of it hidden`);

/** The path of a file that git holds and somebody is to get. @throws TroupeError WORKSPACE_REFUSED */
export const checkHeldPath = (path: string): string =>
  path.split('/').some((part) => MISREAD_PART.test(part))
    ? refuse(`${shown(path)} is not read: a file system could take it for something else`)
    : path;

/** The full id of a commit. @throws TroupeError WORKSPACE_REFUSED */
export const checkCommit = (commit: string): string =>
  COMMIT.test(commit) ? commit : refuse(`${shown(commit)} is no full id of a commit`);

/** What an effect is known by: the id of the event that it follows from. @throws TroupeError WORKSPACE_REFUSED */
export const checkKey = (key: string): string =>
  key.length <= LONGEST_KEY && KEY.test(key) ? key : refuse(`${shown(key)} is no id of an event`);

/** @throws TroupeError WORKSPACE_REFUSED when git could not write the name or address down as they are */
export const checkAuthor = (author: Author): Author =>
  [author.name, author.email].every((text) => IN_SIGNATURE.test(text) && text.trim() === text)
    ? author
    : refuse(`${shown(author.name)} <${author.email}> cannot be the author of a commit`);
