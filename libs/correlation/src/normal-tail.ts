/** The coefficients of Abramowitz and Stegun, 7.1.26, for the complement of the error function. */
const COEFFICIENTS = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592] as const;
const SCALE = 0.3275911;

/** The chance that a normally distributed value lies more than `z` standard deviations above its mean; right to 1e-7. */
export const normalTail = (z: number): number => {
  const t = 1 / (1 + (SCALE * Math.abs(z)) / Math.SQRT2);
  const polynomial = COEFFICIENTS.reduce((sum, coefficient) => sum * t + coefficient, 0) * t;
  const upper = (polynomial * Math.exp((-z * z) / 2)) / 2;
  return z < 0 ? 1 - upper : upper;
};
