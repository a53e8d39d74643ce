export { belongsUntil, clustersIn, type Clustered, type Placed } from './clusters.ts';
export { correlate, type LaggedCorrelation } from './lagged-correlation.ts';
export { leaderOf, movingPairs, type MovingPair, type NamedSeries } from './moving-pairs.ts';
export { BUCKET_MS, DEFAULT_OPTIONS, type CorrelationOptions } from './options.ts';
export { type Series } from './series.ts';
