import { TroupeError } from '@troupe/contracts';

/** The TroupeError that `run` throws or rejects with: for specs that look at code and message together. */
export const thrownBy = async (run: () => unknown): Promise<TroupeError> => {
  try {
    await run();
  } catch (error) {
    if (TroupeError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};
