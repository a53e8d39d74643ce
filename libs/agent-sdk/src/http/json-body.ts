import { Problem } from './problem.ts';

/** Deeper than any body that fits, and far from what would exhaust a stack. */
const DEEPEST = 32;

/** Refuses what is nested so deeply that it can only mean harm. @throws Problem 400 */
export const refuseTooDeep = (body: unknown): void => {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST) throw new Problem(400, `The body is nested deeper than ${DEEPEST} levels`);
    level = level.flatMap((value): unknown[] =>
      typeof value === 'object' && value !== null ? Object.values(value) : [],
    );
  }
};
