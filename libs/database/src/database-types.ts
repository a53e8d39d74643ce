import type { CustomTypesConfig } from 'pg';
import pg from 'pg';

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

// The driver asks for parsers of text only, unless it is told to read binary.
const parserOf = (type: TypeId): Parser => pg.types.getTypeParser(type, 'text') as Parser;

/** How values are read: int8 as a number where that is exact, the rest as pg does (numeric stays a string). */
export const databaseTypes = {
  getTypeParser: (type: TypeId): Parser => (type === pg.types.builtins.INT8 ? safeInteger : parserOf(type)),
} satisfies CustomTypesConfig;
