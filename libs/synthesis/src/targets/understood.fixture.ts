import { expect, it } from '@jest/globals';
import { sameValue } from '@troupe/feature-spec';
import { evaluate } from '../evaluate.ts';
import { synthesize } from '../synthesize.ts';
import type { Target } from './target.fixture.ts';

/** Enough for what follows, and the same on every machine: no target is given up by the clock. */
const BUDGET = { expressions: 60_000, ms: 600_000 };

/** What comes of a target: a program that is right in what was held out, one that is not, or none. */
const outcomeOf = async ({ signature, hints, seen, heldOut }: Target): Promise<string> => {
  const result = await synthesize({ signature, examples: seen, hints, budget: BUDGET });
  if (!result.found) return 'given up';
  const gives = ({ arguments: values, expected }: Target['seen'][number]): boolean =>
    sameValue(expected, evaluate(result.program.body, values));
  expect(seen.every(gives)).toBe(true);
  return heldOut.every(gives) ? 'understood' : 'mistaken';
};

/**
 * A spec for each target: it is understood, or among those that are known to be given up, because no program is found or the
 * examples do not bear one out.
 */
export const expectUnderstood = (targets: readonly Target[], givenUp: readonly string[]): void => {
  it.each(targets.map((target) => ({ name: target.signature.functionName, target })))(
    '$name',
    async ({ name, target }) => {
      expect(await outcomeOf(target)).toBe(givenUp.includes(name) ? 'given up' : 'understood');
    },
    300_000,
  );
};
