import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fieldsOf, lineOf, type Git } from './git.ts';
import { signature, type Author } from './git-environment.ts';

/** What a path of a tree is to hold; without a blob it is taken away. */
export interface Entry {
  readonly path: string;
  /** As git writes it: '100644' for a plain file. */
  readonly mode: string;
  readonly blob: string | undefined;
}

/** A plain file that is not to be run. */
export const PLAIN = '100644';

/** What a commit is made of, besides its tree and what it stands on. */
export interface CommitMeta {
  readonly author: Author;
  /** Its date, in milliseconds since 1970 UTC; git keeps whole seconds. */
  readonly atMs: number;
  /** The first line says what holds now; more lines may follow after an empty one. */
  readonly message: string;
  /** The id of the event that this is the effect of. */
  readonly key: string;
}

const KEY_LINE = 'Troupe-Event: ';

/** Keeps a text, and gives its id. */
export const writeBlob = async (git: Git, content: string): Promise<string> =>
  lineOf(await git({ args: ['hash-object', '-w', '--stdin'], input: content }));

/** An index of this one change: two that write at the same time have nothing in common. */
const withIndex = async <Result>(run: (env: Readonly<Record<string, string>>) => Promise<Result>): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'troupe-index-'));
  try {
    return await run({ GIT_INDEX_FILE: join(folder, 'index') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

const indexLine = ({ path, mode, blob }: Entry): string =>
  blob === undefined ? `0 ${'0'.repeat(40)}\t${path}\0` : `${mode} ${blob}\t${path}\0`;

/** The tree of a commit (or an empty one) with these entries changed. No work tree is touched. */
export const treeWith = (git: Git, base: string | undefined, entries: readonly Entry[]): Promise<string> =>
  withIndex(async (env) => {
    await git({ args: base === undefined ? ['read-tree', '--empty'] : ['read-tree', base], env });
    const input = entries.map(indexLine).join('');
    await git({ args: ['update-index', '-z', '--add', '--replace', '--index-info'], input, env });
    return lineOf(await git({ args: ['write-tree'], env }));
  });

const messageOf = ({ message, key }: CommitMeta): string => `${message.trim()}\n\n${KEY_LINE}${key}\n`;

/** Keeps a commit, and gives its id: the same for the same input, whenever and wherever it is made. */
export const writeCommit = async (
  git: Git,
  { tree, parent, ...meta }: CommitMeta & { readonly tree: string; readonly parent: string | undefined },
): Promise<string> => {
  const args = ['commit-tree', tree, ...(parent === undefined ? [] : ['-p', parent]), '-F', '-'];
  return lineOf(await git({ args, input: messageOf(meta), env: signature(meta.author, meta.atMs) }));
};

/** The commit between two others that was made under a key, if there is one. */
export const commitOfKey = async (
  git: Git,
  { key, after, upTo }: { readonly key: string; readonly after: string; readonly upTo: string },
): Promise<string | undefined> => {
  const line = `${KEY_LINE}${key}`;
  const range = ['--format=%H%n%B', '-z', '--fixed-strings', `--grep=${line}`, upTo, `^${after}`];
  const found = fieldsOf(await git({ args: ['log', ...range] })).map((text) => text.trim().split('\n'));
  return found.find((lines) => lines.at(-1) === line)?.[0];
};
