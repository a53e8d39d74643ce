/** A set of cases, as bits. */
export type Mask = number;

/** As many cases as a mask can hold. */
export const MOST_CASES = 30;

/** The mask of all of so many cases. */
export const allOf = (count: number): Mask => 2 ** count - 1;

/** The cases for which the test holds. */
export const maskOf = (count: number, test: (index: number) => boolean): Mask => {
  let mask = 0;
  for (let index = 0; index < count; index += 1) if (test(index)) mask |= 1 << index;
  return mask;
};

/** How many cases there are in a mask. */
export const sizeOf = (mask: Mask): number => {
  let size = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) size += 1;
  return size;
};

/** Whether all cases of `part` are in `whole`. */
export const isWithin = (part: Mask, whole: Mask): boolean => (part & whole) === part;

/** The places of the cases in a mask. */
export const casesIn = (mask: Mask): readonly number[] => {
  const cases: number[] = [];
  for (let [rest, index] = [mask, 0]; rest !== 0; rest >>>= 1, index += 1) if (rest & 1) cases.push(index);
  return cases;
};
