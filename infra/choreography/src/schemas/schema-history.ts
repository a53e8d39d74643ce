import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '@troupe/agent-sdk/command';
import type { EventSchema } from '@troupe/contracts/avro';
import { parseSchema } from '@troupe/contracts/generator';

/** One version of a schema, and the commit that it was written in. */
export interface SchemaVersion {
  readonly commit: string;
  readonly schema: EventSchema;
}

/** A schema file that is not as it was in the base. */
export interface ChangedSchema {
  /** From the root of the repository: `schemas/commerce/order.verified.avsc`. */
  readonly path: string;
  /** As it lies there now; undefined: it is gone. */
  readonly now: EventSchema | undefined;
  /** Every version that the history of the base has, the latest first; none for a file that is new. */
  readonly versions: readonly SchemaVersion[];
}

const git = (root: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const tried = (root: string, ...args: readonly string[]): string | undefined => {
  const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

/** Where this branch left main, or the commit that is asked for. @throws UsageError when git knows none */
export const baseOf = (root: string, ref: string | undefined): string => {
  const found =
    ref === undefined
      ? (tried(root, 'merge-base', 'HEAD', 'main') ?? tried(root, 'merge-base', 'HEAD', 'origin/main'))
      : tried(root, 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`);
  if (found !== undefined) return found;
  throw new UsageError(
    ref === undefined ? 'there is no main to compare with: name a commit with --base' : `git knows no commit '${ref}'`,
  );
};

const linesOf = (text: string): readonly string[] => text.split('\n').filter((line) => line !== '');

const versionsOf = (root: string, base: string, path: string): readonly SchemaVersion[] =>
  linesOf(git(root, 'log', '--format=%h', base, '--', path)).flatMap((commit) => {
    // A commit that removed the file has no version of it.
    const text = tried(root, 'show', `${commit}:${path}`);
    return text === undefined ? [] : [{ commit, schema: parseSchema(`${path} in ${commit}`, text) }];
  });

const present = (root: string, path: string): EventSchema | undefined =>
  existsSync(join(root, path)) ? parseSchema(path, readFileSync(join(root, path), 'utf8')) : undefined;

/** The schemas that are not as they were in the base, committed or not. @throws SyntaxError naming a file that is no JSON */
export const changedSchemas = (root: string, base: string): readonly ChangedSchema[] => {
  const tracked = linesOf(git(root, 'diff', '--name-only', '--no-renames', base, '--', 'schemas'));
  const untracked = linesOf(git(root, 'ls-files', '--others', '--exclude-standard', '--', 'schemas'));
  return [...new Set([...tracked, ...untracked])]
    .filter((path) => path.endsWith('.avsc'))
    .toSorted()
    .map((path) => ({ path, now: present(root, path), versions: versionsOf(root, base, path) }));
};
