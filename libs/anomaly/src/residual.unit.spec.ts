import { describe, expect, it } from '@jest/globals';
import { residualOf } from './residual.ts';
import { DAY, everyFiveMinutes, watch } from './source.fixture.ts';

const residuals = (value: (index: number) => number): readonly (number | undefined)[] =>
  watch(everyFiveMinutes(3 * DAY, value)).map(({ evidence }) => residualOf(evidence));

describe('how far a value lies from what is expected', () => {
  it('is nothing for a source that keeps to its level, and the log of two for twice as much', () => {
    const found = residuals((index) => (index === 2 * DAY ? 2_000 : 1_000));
    expect(found[2 * DAY - 1]).toBeCloseTo(0, 3);
    expect(found[2 * DAY]).toBeCloseTo(Math.LN2, 3);
  });

  it('is not known while the source is only learned from', () => {
    expect(residuals(() => 100).findIndex((residual) => residual !== undefined)).toBe(200);
  });
});
