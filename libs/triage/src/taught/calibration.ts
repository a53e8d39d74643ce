import { fitLogistic } from './logistic.ts';

/** What turns log-odds into such that are right as often as they say: slope times log-odds plus shift. */
export interface Calibration {
  readonly slope: number;
  readonly shift: number;
}

/** Log-odds of tickets that the weights were not learnt from, and what people said. */
export interface Judged {
  readonly logOdds: number;
  readonly isNegative: boolean;
}

/** So little that it only keeps the slope finite where all are told apart. */
const PENALTY = 0.01;

/** Platt's calibration. */
export const calibrate = (judged: readonly Judged[]): Calibration => {
  const { bias, weights } = fitLogistic({
    rows: judged.map(({ logOdds }) => ({ indices: Uint32Array.of(0), values: Float64Array.of(logOdds) })),
    labels: judged.map(({ isNegative }) => isNegative),
    features: 1,
    penalty: PENALTY,
  });
  return { slope: weights[0] ?? 1, shift: bias };
};

/** Log-odds, calibrated. */
export const calibrated = (logOdds: number, { slope, shift }: Calibration): number => slope * logOdds + shift;
