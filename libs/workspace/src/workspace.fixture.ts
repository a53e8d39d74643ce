import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkspaces } from './create-workspaces.ts';
import type { FilesToCommit } from './commit-files.ts';
import type { Workspaces } from './workspaces.ts';

/** Workspaces in a temporary folder of a spec's own. */
export interface TestWorkspaces extends Workspaces {
  readonly folder: string;
  /** Runs the git of the machine in a repository, as a person would, and gives what it prints. */
  git(name: string, ...args: readonly string[]): string;
  drop(): void;
}

export const AUTHOR = { name: 'developer-agent', email: 'developer-agent@troupe.invalid' };
export const NOON = Date.UTC(2026, 10, 27, 12);

export const openTestWorkspaces = (): TestWorkspaces => {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-workspaces-'));
  return {
    folder,
    ...createWorkspaces({ folder }),
    git: (name, ...args) =>
      execFileSync('git', ['--git-dir', join(folder, `${name}.git`), ...args], { encoding: 'utf8' }).trim(),
    drop: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** What a spec commits, unless it says otherwise. */
export const filesOn = (base: string, more: Partial<FilesToCommit> = {}): FilesToCommit => ({
  branch: 'feature/tax',
  base,
  files: [{ path: 'src/tax.js', content: 'export const tax = (net) => net / 10;\n' }],
  author: AUTHOR,
  message: 'Add tax',
  key: 'event-1',
  atMs: NOON,
  ...more,
});
