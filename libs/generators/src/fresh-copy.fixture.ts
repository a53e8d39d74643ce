import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(import.meta.dirname, '../../..');
const LEFT_OUT = new Set(['node_modules', '.git', '.nx', '.troupe', 'coverage', 'dist']);

/** A copy of the repository in which anything may be done. */
export interface FreshCopy {
  readonly root: string;
  /** Runs a program of node_modules/.bin in it. Rejects with what it wrote when it fails. */
  run(program: string, ...args: readonly string[]): Promise<string>;
  /** What is not as it is in the repository, by path from the root. */
  changed(): readonly string[];
  remove(): void;
}

/** Packages are where they are; only those of the repository itself are its own. */
const linkPackages = (root: string): void => {
  const [from, to] = [join(ROOT, 'node_modules'), join(root, 'node_modules')];
  mkdirSync(join(to, '@troupe'), { recursive: true });
  for (const name of readdirSync(from))
    if (name !== '@troupe' && (name === '.bin' || !name.startsWith('.'))) symlinkSync(join(from, name), join(to, name));
  for (const name of readdirSync(join(from, '@troupe')))
    symlinkSync(readlinkSync(join(from, '@troupe', name)), join(to, '@troupe', name));
};

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !LEFT_OUT.has(name))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(join(folder, entry.name)) : [join(folder, entry.name)]));

const textOf = (file: string): string | undefined => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return undefined;
  }
};

/** Makes one. */
export const freshCopy = (): FreshCopy => {
  const root = mkdtempSync(join(tmpdir(), 'troupe-copy-'));
  cpSync(ROOT, root, { recursive: true, filter: (path) => path === ROOT || !LEFT_OUT.has(basename(path)) });
  linkPackages(root);
  const bin = join(root, 'node_modules/.bin');
  const env = {
    ...process.env,
    NODE_OPTIONS: '--experimental-vm-modules',
    NX_DAEMON: 'false',
    PATH: `${bin}:${process.env['PATH'] ?? ''}`,
  };
  return {
    root,
    run: async (program, ...args) => {
      const { stdout } = await promisify(execFile)(join(bin, program), args, { cwd: root, env });
      return stdout;
    },
    changed: () =>
      filesBelow(root)
        .map((file) => relative(root, file))
        .filter((path) => textOf(join(root, path)) !== textOf(join(ROOT, path)))
        .toSorted(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};
