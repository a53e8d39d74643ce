import { randomBytes } from 'node:crypto';
import { copyFileSync, renameSync, rmSync } from 'node:fs';

/** Keeps a copy of a file in the cache, where others see all of it or nothing; where nothing can be written none is kept. */
export const keepCopy = (file: string, copy: string): void => {
  const unfinished = `${copy}.${randomBytes(4).toString('hex')}`;
  try {
    copyFileSync(file, unfinished);
    renameSync(unfinished, copy);
  } catch {
    rmSync(unfinished, { force: true });
  }
};
