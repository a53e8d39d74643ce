import type { FilesToCommit } from './commit-files.ts';
import type { Merge, MergeRequest } from './merge-forward.ts';
import type { FilesRequest } from './read-files.ts';

/** Where workspaces are kept, and how git is run. */
export interface WorkspacesOptions {
  /** An absolute path; made when the first workspace is. */
  readonly folder: string;
  /** How long one command of git may take, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** The program. Default 'git', as found on the path. */
  readonly binary?: string;
}

/** All workspaces of a folder. */
export interface Workspaces {
  /**
   * The workspace of a name; one that is not there is made, with `main` and a first commit.
   * @throws TroupeError WORKSPACE_REFUSED: lower-case letters, digits and hyphens, 64 at most · GIT_FAILED · GIT_MISSING
   */
  open(name: string): Promise<Workspace>;
  /** Which git there is, such as `git version 2.39.5`: to be asked before anything is begun. @throws TroupeError GIT_MISSING */
  version(): Promise<string>;
}

/**
 * One workspace: a bare repository. Whatever changes it takes the id of an event as its key and follows from its input alone, so
 * that doing it again changes nothing. Every call may throw TroupeError WORKSPACE_REFUSED · GIT_FAILED · GIT_MISSING.
 */
export interface Workspace {
  readonly name: string;
  /** Where it can be cloned from: a `file:` URL. */
  readonly url: string;
  /** The commit that main ends with, by its full id. */
  main(): Promise<string>;
  /** Commits files on a branch and gives the full id: the same, and no second commit, when it is done again. */
  commitFiles(files: FilesToCommit): Promise<string>;
  /** The paths that differ between two commits, in order. */
  changedFiles(commits: { readonly from: string; readonly to: string }): Promise<readonly string[]>;
  /** A file as a commit has it; undefined when it has none there. */
  show(file: { readonly commit: string; readonly path: string }): Promise<string | undefined>;
  /** All files of a commit as text, by their path from the root. */
  files(request: FilesRequest): Promise<Readonly<Record<string, string>>>;
  /** Lets main hold a reviewed commit, or says which files stand in the way. */
  mergeForward(request: MergeRequest): Promise<Merge>;
}
