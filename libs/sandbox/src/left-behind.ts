import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'troupe-sandbox-';
let made = 0;

/** A name that no other run has, and that tells whose it is: `troupe-sandbox-<pid>-<what>-<n>`. */
export const ownName = (what: string): string => `${PREFIX}${process.pid}-${what}-${(made += 1)}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const ownerOf = (name: string): number => (name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length)) : NaN);

/** Removes what processes left in a folder that are gone, each by `remove`, as far as that can be done. */
export const sweepLeftBehind = async (folder: string, remove: (path: string) => Promise<void>): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => Number.isInteger(ownerOf(name)) && !isAlive(ownerOf(name)));
  await Promise.allSettled(left.map((name) => remove(join(folder, name))));
};
