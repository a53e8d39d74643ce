import { asUnavailable } from '@troupe/database';

/** Runs a query outside of any decision. @throws TroupeError DATABASE_UNAVAILABLE when the database is away */
export const whileThere = async <T>(query: () => Promise<T>): Promise<T> => {
  try {
    return await query();
  } catch (error) {
    throw asUnavailable(error);
  }
};
