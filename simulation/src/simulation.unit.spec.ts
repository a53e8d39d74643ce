import { describe, expect, it, jest } from '@jest/globals';
import type { Invariant } from './audit/invariants.ts';
import { keptPlans } from './kept-plans.ts';
import type { Mutation } from './mutation.ts';
import { drawPlan } from './plan.ts';
import { shrink, violatedBy } from './shrink.ts';
import { simulate } from './simulate.ts';

jest.setTimeout(600_000);

const SEEDS = Array.from({ length: 50 }, (_, index) => index + 1);

/** The first seed that violates this invariant when something is taken out. */
const firstRed = async (without: Mutation, invariant: Invariant): Promise<number | undefined> => {
  for (const seed of SEEDS)
    if (violatedBy(await simulate(drawPlan(seed), { without })).includes(invariant)) return seed;
  return undefined;
};

const CATCHES: readonly (readonly [Mutation, Invariant])[] = [
  ['inbox', 'decided-once'],
  ['inbox', 'effects-once'],
  ['outbox', 'nothing-lost'],
  ['epoch', 'offsets-forward'],
  ['watermark', 'watermark'],
  ['watermark', 'nothing-lost'],
];

describe('one seed', () => {
  it.each([3, 11, 24])('gives the same course of things each time: %d', async (seed) => {
    const first = await simulate(drawPlan(seed), { isTraced: true });
    const second = await simulate(drawPlan(seed), { isTraced: true });
    expect(first.trace.length).toBeGreaterThan(10);
    expect(second).toEqual(first);
  });

  it('gives another course of things than the next', async () => {
    const [one, other] = await Promise.all([24, 25].map((seed) => simulate(drawPlan(seed), { isTraced: true })));
    expect(one?.trace).not.toEqual(other?.trace);
  });
});

describe('within fifty seeds', () => {
  it.each(CATCHES)('it shows when the %s is taken out: %s', async (mutation, invariant) => {
    expect(await firstRed(mutation, invariant)).toBeDefined();
  });

  it('every kind of fault happens', () => {
    const kinds = new Set(SEEDS.flatMap((seed) => drawPlan(seed).faults.map(({ kind }) => kind)));
    expect([...kinds].sort()).toEqual(
      ['broker-away', 'connection', 'database-away', 'delay', 'duplicate', 'freeze', 'kill', 'publish', 'visit'].sort(),
    );
  });
});

describe('a plan that fails', () => {
  it('is made smaller for as long as it fails in the same way', async () => {
    const seed = (await firstRed('watermark', 'watermark')) ?? 0;
    const plan = drawPlan(seed);
    const smaller = await shrink(plan, 'watermark', 'watermark');
    expect(violatedBy(await simulate(smaller, { without: 'watermark' }))).toContain('watermark');
    expect(JSON.stringify(smaller).length).toBeLessThan(JSON.stringify(plan).length);
    expect(smaller.faults).toEqual([]);
  });
});

describe('a plan that is kept because it failed once', () => {
  it.each(keptPlans())('does not fail any more: %s', async (_file, { plan }) => {
    expect((await simulate(plan)).findings).toEqual([]);
  });
});
