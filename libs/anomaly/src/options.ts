/** What a source is watched for: values that rise above the usual, fall below it, or both. */
export type Watched = 'rises' | 'falls' | 'both';

/** How sources are watched. One set serves all of them; only `unit` and `watched` say something about what is counted. */
export interface AnomalyOptions {
  /** The size from which on a value counts: differences far below it do not matter. 1 for whole numbers of anything. */
  readonly unit: number;
  readonly watched: Watched;
  /** Over how many observations the current mean is taken, with weights that fall off exponentially. */
  readonly span: number;
  /** After how many observations the usual level and its bounds have forgotten. */
  readonly memory: number;
  /** The share of observations that is usual by definition: what lies beyond is compared with the rest of what lay beyond. */
  readonly usual: number;
  /** From how many of the latest observations beyond the usual the shape of that tail is taken. */
  readonly tailMemory: number;
  /** How long what was seen makes the same again no news, in milliseconds: e-fold. */
  readonly fadesMs: number;
  /** From which score on an observation is an anomaly, in powers of ten. */
  readonly tellFrom: number;
  /** How many observations are only learned from. */
  readonly warmUp: number;
}

/** The options that the figures in docs/reference/anomalies.md are measured with. */
export const DEFAULT_OPTIONS: AnomalyOptions = {
  unit: 1,
  watched: 'rises',
  span: 24,
  memory: 1_500,
  usual: 0.99,
  tailMemory: 50,
  fadesMs: 86_400_000,
  tellFrom: 1,
  warmUp: 200,
};
