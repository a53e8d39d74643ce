import { readFile, stat } from 'node:fs/promises';
import { ensureError, TroupeError } from '@troupe/contracts';
import { LARGEST_MODEL, parseModel, type TaughtModel } from '@troupe/triage';

const textOf = async (path: string): Promise<string> => {
  try {
    const { size } = await stat(path);
    // What is too large is refused before it is read.
    if (size > LARGEST_MODEL) throw new Error(`it has ${size} bytes, and may have ${LARGEST_MODEL}`);
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new TroupeError('CONFIG_INVALID', `TRIAGE_MODEL names ${path}, which cannot be read: ${ensureError(error).message}`); // prettier-ignore
  }
};

/**
 * What was taught, from the file at this path; undefined where none is named.
 * @throws TroupeError CONFIG_INVALID when it cannot be read, is too large, or no such model
 */
export const readModelFile = async (path: string | undefined): Promise<TaughtModel | undefined> =>
  path === undefined || path === '' ? undefined : parseModel(await textOf(path));
