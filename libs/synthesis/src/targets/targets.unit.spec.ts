import { describe, expect, it } from '@jest/globals';
import { sameValue } from '@troupe/feature-spec';
import { evaluate } from '../evaluate.ts';
import { synthesize } from '../synthesize.ts';
import { LISTS } from './lists.fixture.ts';
import { MONEY } from './money.fixture.ts';
import { NUMBERS } from './numbers.fixture.ts';
import { STRINGS } from './strings.fixture.ts';
import type { Target } from './target.fixture.ts';

/** Enough for what follows, and the same on every machine: no target is given up by the clock. */
const BUDGET = { expressions: 60_000, ms: 120_000 };

/** What is known not to be understood: programs that are right in what is shown, or none. */
const NOT_UNDERSTOOD = [
  'lateFee', // is found with the default budget
  'compoundInterest', // is found with the default budget, by some two million expressions
  'triangleKind', // a threshold tells the examples apart more simply
  'fizzBuzzList', // one case of both factors is too few
];

const TARGETS = [...MONEY, ...NUMBERS, ...STRINGS, ...LISTS];

/** What a program that is found from the shown examples says about those that were held out. */
const isUnderstood = async ({ signature, hints, seen, heldOut }: Target): Promise<boolean> => {
  const result = await synthesize({ signature, examples: seen, hints, budget: BUDGET });
  if (!result.found) return false;
  const gives = ({ arguments: values, expected }: Target['seen'][number]): boolean =>
    sameValue(expected, evaluate(result.program.body, values));
  expect(seen.every(gives)).toBe(true);
  return heldOut.every(gives);
};

describe('what is understood from examples', () => {
  it.each(TARGETS.map((target) => ({ name: target.signature.functionName, target })))(
    '$name',
    async ({ name, target }) => {
      expect(await isUnderstood(target)).toBe(!NOT_UNDERSTOOD.includes(name));
    },
    60_000,
  );
});
