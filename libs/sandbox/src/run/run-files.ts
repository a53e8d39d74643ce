import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { TroupeError } from '@troupe/contracts';

/** The code of a run: what each file holds, by its path from the root of the code, such as `src/sales-tax.js`. */
export type RunFiles = Readonly<Record<string, string>>;

/** Whether a path stays below the folder that it is taken from, and is written in one way only. */
export const isInside = (path: string): boolean =>
  path !== '' &&
  !path.startsWith('/') &&
  !path.includes('\0') &&
  normalize(path) === path &&
  !/^\.\.?(\/|$)|\/$/.test(path);

const checkPath = (path: string): string => {
  if (isInside(path)) return path;
  throw new TroupeError(
    'SANDBOX_FILE_INVALID',
    `'${path}' is no path of a file of a run: write it from the root of the code, such as src/sales-tax.js`,
  );
};

/**
 * Writes files below a folder that is empty, so that everybody may read them.
 * @throws TroupeError SANDBOX_FILE_INVALID before anything is written, when a path leads outside
 */
export const writeRunFiles = async (folder: string, files: RunFiles): Promise<void> => {
  const paths = Object.keys(files).map(checkPath);
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true, mode: 0o755 });
    // 'wx' follows no link and overwrites nothing.
    await writeFile(join(folder, path), files[path] ?? '', { flag: 'wx', mode: 0o444 });
  }
};
