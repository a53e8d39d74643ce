import { randomBytes } from 'node:crypto';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'troupe-sandbox-';

/** Of this process alone: a service in a container has the same pid after each start, and others could foresee it. */
const LIFE = `${PREFIX}${process.pid}-${randomBytes(8).toString('hex')}-`;

let made = 0;

/** A name that nobody has or foresees, and that tells whose it is: `troupe-sandbox-<pid>-<chance>-<what>-<n>`. */
export const ownName = (what: string): string => `${LIFE}${what}-${(made += 1)}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Whether a process that is gone has made this: another one, or this pid in an earlier life. */
const isLeft = (name: string): boolean => {
  const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length)) : NaN;
  return Number.isInteger(pid) && (pid === process.pid ? !name.startsWith(LIFE) : !isAlive(pid));
};

/** What somebody else has called like that is not touched: it could lead elsewhere while it is removed. */
const isOurs = async (path: string): Promise<boolean> => (await lstat(path)).uid === process.getuid?.();

/** Removes what processes of this user left in a folder that are gone, each by `remove`, as far as that can be done. */
export const sweepLeftBehind = async (folder: string, remove: (path: string) => Promise<void>): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter(isLeft).map((name) => join(folder, name));
  await Promise.allSettled(paths.map(async (path) => ((await isOurs(path)) ? remove(path) : undefined)));
};
