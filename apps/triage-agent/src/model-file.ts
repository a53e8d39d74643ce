import { ensureError, TroupeError } from '@troupe/contracts';
import { LARGEST_MODEL, parseModel, type TaughtModel } from '@troupe/triage';
import { readBounded } from './read-bounded.ts';

const textOf = async (path: string): Promise<string> => {
  try {
    return await readBounded(path, LARGEST_MODEL);
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
