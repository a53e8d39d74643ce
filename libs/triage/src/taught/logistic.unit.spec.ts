import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { calibrate, calibrated } from './calibration.ts';
import { fitLogistic, logit, sigmoid, type SparseRow } from './logistic.ts';

const row = (...values: readonly number[]): SparseRow => ({
  indices: Uint32Array.from(values, (_, index) => index),
  values: Float64Array.from(values),
});

const points = fc.array(fc.record({ x: fc.double({ min: -5, max: 5, noNaN: true }), label: fc.boolean() }), {
  minLength: 1,
  maxLength: 40,
});

describe('a logistic regression', () => {
  it('without features says how frequent what is looked for is', () => {
    const labels = [true, true, true, false];
    const { bias } = fitLogistic({ rows: labels.map(() => row()), labels, features: 0, penalty: 1 });
    expect(sigmoid(bias)).toBeCloseTo(0.75, 4);
  });

  it('rests where no weight can be bettered: errors and penalty are in balance', () => {
    fc.assert(
      fc.property(points, (data) => {
        const penalty = 0.5;
        const fit = fitLogistic({
          rows: data.map(({ x }) => row(x)),
          labels: data.map(({ label }) => label),
          features: 1,
          penalty,
        });
        const weight = fit.weights[0] ?? 0;
        const errors = data.map(({ x, label }) => ({ x, error: sigmoid(fit.bias + weight * x) - (label ? 1 : 0) }));
        const pull = errors.reduce((sum, { x, error }) => sum + x * error, penalty * weight);
        expect(Math.abs(pull) / data.length).toBeLessThan(0.05);
      }),
    );
  });

  it('keeps weights small that few examples bear out', () => {
    const fit = (penalty: number) =>
      fitLogistic({ rows: [row(1), row(-1)], labels: [true, false], features: 1, penalty }).weights[0] ?? 0;
    expect(fit(10)).toBeLessThan(fit(1));
    expect(fit(1)).toBeLessThan(fit(0.1));
  });
});

describe('a calibration', () => {
  it('makes of log-odds that are twice what they should be such that are right', () => {
    const judged = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((probability) =>
      Array.from({ length: 100 }, (_, nth) => ({
        logOdds: 2 * logit(probability),
        isNegative: nth < probability * 100,
      })),
    );
    const calibration = calibrate(judged);
    expect(calibration.slope).toBeCloseTo(0.5, 2);
    expect(sigmoid(calibrated(2 * logit(0.7), calibration))).toBeCloseTo(0.7, 2);
  });
});
