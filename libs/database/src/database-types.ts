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

type Parser = (value: string) => unknown;
type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

// The driver's own list of types is an enum of numbers; the parsers that it is asked for here read text.
const parserOf = (oid: number): Parser => pg.types.getTypeParser(oid as TypeId, 'text') as Parser;

/** How values are read: int8 as a number where that is exact, the rest as pg does (numeric stays a string). */
export const databaseTypes = {
  getTypeParser: (oid: number): Parser => (oid === INT8 ? safeInteger : parserOf(oid)),
} satisfies CustomTypesConfig;
