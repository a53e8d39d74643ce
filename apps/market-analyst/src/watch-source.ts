import { observe, residualOf, type Anomaly, type Direction, type Shape, type SourceState } from '@troupe/anomaly';
import { AnomalyDetected, type DraftOf, type EventOf, type SignalsObserved } from '@troupe/contracts';

/** Which engine answers; raise the version when anomalies are found differently. */
const DECIDED_BY = 'offline-tails@1';

type Signals = EventOf<typeof SignalsObserved>['data'];

/** How far the source lay from what was expected, at a time in milliseconds since 1970. */
export interface Reading {
  readonly at: number;
  /** On the logarithmic scale; undefined while the source is only learned from. */
  readonly residual: number | undefined;
}

/** What came of the items that were read together. */
export interface Watched {
  readonly state: SourceState;
  readonly anomalies: readonly DraftOf<typeof AnomalyDetected>[];
  readonly readings: readonly Reading[];
}

const DIRECTIONS = { rise: 'RISE', fall: 'FALL' } as const satisfies Record<Direction, string>;
const SHAPES = { spike: 'SPIKE', shift: 'SHIFT' } as const satisfies Record<Shape, string>;

const told = (source: string, { item, at }: Signals['items'][number], { direction, shape, ...measured }: Anomaly) =>
  AnomalyDetected({
    source,
    item,
    at,
    direction: DIRECTIONS[direction],
    shape: SHAPES[shape],
    ...measured,
    decidedBy: DECIDED_BY,
  });

/** Takes the items of a source in, one after the other. Items of text have no value to be judged. */
export const watchSource = (before: SourceState, { source, items }: Pick<Signals, 'source' | 'items'>): Watched => {
  let state = before;
  const anomalies: DraftOf<typeof AnomalyDetected>[] = [];
  const readings: Reading[] = [];
  for (const item of items) {
    if (item.value === null) continue;
    const observed = observe(state, { at: item.at, value: item.value });
    state = observed.state;
    readings.push({ at: item.at, residual: residualOf(observed.evidence) });
    if (observed.anomaly) anomalies.push(told(source, item, observed.anomaly));
  }
  return { state, anomalies, readings };
};
