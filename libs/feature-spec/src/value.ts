/** A value that is no list. Numbers are finite. */
export type Scalar = number | string | boolean;

/** An argument or a result. */
export type Value = Scalar | readonly Scalar[];

/** How far numbers may differ, as a part of the larger one, when one of them is not a whole number. */
const TOLERANCE = 1e-9;

const sameNumber = (a: number, b: number): boolean => {
  if (a === b) return true;
  if (Number.isInteger(a) && Number.isInteger(b)) return false;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
};

/**
 * Whether what came is the value that was expected: the same type and content, lists in the same order. Numbers are
 * equal, or differ by a billionth at most when one of them is not whole: decimal fractions are no binary ones.
 */
export const sameValue = (expected: Value, actual: unknown): boolean => {
  if (typeof expected === 'number') return typeof actual === 'number' && sameNumber(expected, actual);
  if (typeof expected !== 'object') return expected === actual;
  return (
    Array.isArray(actual) &&
    actual.length === expected.length &&
    expected.every((item, index) => sameValue(item, actual[index]))
  );
};
