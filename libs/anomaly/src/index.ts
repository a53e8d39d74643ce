export type { Anomaly, Direction, Evidence, Shape } from './evidence.ts';
export { observe, type Observation, type Observed } from './observe.ts';
export { DEFAULT_OPTIONS, type AnomalyOptions, type Watched } from './options.ts';
export { residualOf } from './residual.ts';
export { newSource, type SourceState } from './state.ts';
