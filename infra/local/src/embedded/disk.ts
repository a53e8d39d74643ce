import { mkdirSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { stackError } from '../stack-error.ts';

const MEBIBYTE = 1024 * 1024;

/** Refuses a start that would end half-way with a full disk. @throws STACK_FAILED */
export const requireDiskSpace = async (folder: string, atLeastMebibytes: number): Promise<void> => {
  mkdirSync(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const free = Math.floor((bavail * bsize) / MEBIBYTE);
  if (free < atLeastMebibytes)
    throw stackError(
      `The disk of ${folder} has ${free} MiB left, and the local stack needs ${atLeastMebibytes}`,
      'free some space, or choose another cache folder by XDG_CACHE_HOME',
    );
};
