import { chmod, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { librariesOf } from './libraries.ts';

/** What is mounted or made inside a root, besides what is copied. */
const FOLDERS = ['bin', 'work', 'tmp', 'proc', 'old', 'troupe'];

/** Programs of ours that run inside, as in /troupe. */
const PROGRAMS = { 'caller.mjs': '../call/caller.mjs', 'prober.mjs': '../probe/prober.mjs' } as const;

/** Where a program of ours is inside. */
export const programInside = (name: keyof typeof PROGRAMS): string => `/troupe/${name}`;

/** What a root is made from. */
export interface RootParts {
  readonly node: string;
  readonly setpriv: string;
  readonly umount: string;
}

/** Copies with the mode that everybody may read and run it, and nobody write to it. */
const place = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  await copyFile(from, to);
  await chmod(to, 0o555);
};

/**
 * Fills a folder with everything that a run sees of a file system: Node's libraries, the two tools that the last step of a
 * launch needs, and the programs of ours. Node itself is mounted into it. All runs share it, read-only.
 */
export const fillRoot = async (root: string, { node, setpriv, umount }: RootParts): Promise<void> => {
  for (const folder of FOLDERS) await mkdir(join(root, folder), { recursive: true, mode: 0o755 });
  await writeFile(join(root, 'bin/node'), '', { mode: 0o555 });
  await place(setpriv, join(root, 'bin/setpriv'));
  await place(umount, join(root, 'bin/umount'));
  for (const library of await librariesOf([node, setpriv, umount])) await place(library, join(root, library));
  for (const [name, source] of Object.entries(PROGRAMS))
    await place(fileURLToPath(new URL(source, import.meta.url)), join(root, 'troupe', name));
};
