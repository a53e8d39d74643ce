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
const BUDGET = { expressions: 60_000, ms: 600_000 };

/** What is known to be given up: no program is found, or the examples do not bear one out. */
const GIVEN_UP = [
  'salesTax', // two ways to round are told apart by no example
  'compoundInterest', // is found with the default budget, by some two million expressions
  'fizzBuzz', // a rule of three conditions takes more than eight examples
  'triangleKind', // thresholds tell the examples apart as simply
  'isStrongPassword', // a yes or no of three conditions takes more than seven examples
  'maskCard', // three examples bear nothing out
  'isAnagram', // texts with a letter more than the other are not among the examples
  'joinNames', // is found with the default budget
  'csvTotal', // three examples bear nothing out
  'fizzBuzzList', // one case of both factors is too few
];

const TARGETS = [...MONEY, ...NUMBERS, ...STRINGS, ...LISTS];

/** What comes of a target: a program that is right in what was held out, one that is not, or none. */
const outcomeOf = async ({ signature, hints, seen, heldOut }: Target): Promise<string> => {
  const result = await synthesize({ signature, examples: seen, hints, budget: BUDGET });
  if (!result.found) return 'given up';
  const gives = ({ arguments: values, expected }: Target['seen'][number]): boolean =>
    sameValue(expected, evaluate(result.program.body, values));
  expect(seen.every(gives)).toBe(true);
  return heldOut.every(gives) ? 'understood' : 'mistaken';
};

describe('what is understood from examples', () => {
  it.each(TARGETS.map((target) => ({ name: target.signature.functionName, target })))(
    '$name',
    async ({ name, target }) => {
      expect(await outcomeOf(target)).toBe(GIVEN_UP.includes(name) ? 'given up' : 'understood');
    },
    300_000,
  );
});
