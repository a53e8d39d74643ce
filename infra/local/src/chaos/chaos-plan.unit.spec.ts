import { describe, expect, it } from '@jest/globals';
import { boundariesOf, drawFaults, isHit, KINDS, TARGETS, type PlannedFault, type Target } from './chaos-plan.ts';

const take = (faults: Iterator<PlannedFault>, count: number): readonly PlannedFault[] =>
  Array.from({ length: count }, () => faults.next()).flatMap(({ done, value }) => (done === true ? [] : [value]));

const plan = (seed: number, target: Target, count = 50) => take(drawFaults(seed, target), count);

describe('the plan of a seed', () => {
  it.each(TARGETS)('is the same for %s each time, and another with another seed', (target) => {
    expect(plan(7, target)).toEqual(plan(7, target));
    expect(plan(7, target)).not.toEqual(plan(8, target));
  });

  it('does not do the same to everybody', () => {
    const kinds = TARGETS.slice(1, 6).map((target) => plan(7, target).map(({ fault }) => fault.kind));
    expect(new Set(kinds.map((each) => each.join())).size).toBe(kinds.length);
  });

  it('does everything to somebody, and kills every service at each of its boundaries', () => {
    const faults = TARGETS.flatMap((target) => plan(1, target, 400)).map(({ fault }) => fault);
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    const points = new Set(
      faults.flatMap((fault) => (fault.kind === 'failpoint' ? `${fault.target} ${fault.boundary}` : [])),
    );
    const wanted = TARGETS.slice(0, 6).flatMap((target) =>
      // The first six are the services.
      boundariesOf(target as Parameters<typeof boundariesOf>[0]).map((boundary) => `${target} ${boundary}`),
    );
    expect(points).toEqual(new Set(wanted));
  });

  it('holds only the kinds that are wanted, and nothing where none of them can befall the target', () => {
    const faults = take(drawFaults(1, 'ledger', ['cut', 'poison']), 20);
    expect(new Set(faults.map(({ fault }) => fault.kind))).toEqual(new Set(['cut']));
    expect(take(drawFaults(1, 'log', ['kill']), 20)).toEqual([]);
    expect(isHit('log', ['kill'], true)).toBe(false);
    expect([isHit('kafka', KINDS, true), isHit('kafka', KINDS, false)]).toEqual([true, false]);
  });
});
