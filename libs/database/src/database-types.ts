import type { CustomTypesConfig } from 'pg';
import pg from 'pg';

/** The number of the Postgres type int8. */
const INT8 = 20;

/**
 * An int8 as a number: positions and counts are what we keep in it.
 * @throws RangeError beyond 2^53, where a number would silently be another one; the query then fails
 */
const safeInteger = (text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw new RangeError(`${text} does not fit a number: select it as text`);
};

/** How values are read: int8 as a number where that is exact, the rest as pg does (numeric stays a string). */
export const databaseTypes: CustomTypesConfig = {
  // Whichever parser is chosen, the driver hands it the text or the bytes that its format names.
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 && format !== 'binary'
      ? safeInteger
      : pg.types.getTypeParser(oid, format ?? 'text')) as CustomTypesConfig['getTypeParser'],
};
