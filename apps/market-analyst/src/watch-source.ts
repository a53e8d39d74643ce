import { observe, type Anomaly, type Direction, type Shape, type SourceState } from '@troupe/anomaly';
import { AnomalyDetected, type DraftOf, type EventOf, type SignalsObserved } from '@troupe/contracts';

/** Which engine answers; raise the version when anomalies are found differently. */
const DECIDED_BY = 'offline-tails@1';

type Signals = EventOf<typeof SignalsObserved>['data'];

/** What came of the items that were read together. */
export interface Watched {
  readonly state: SourceState;
  readonly anomalies: readonly DraftOf<typeof AnomalyDetected>[];
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
export const watchSource = (state: SourceState, { source, items }: Signals): Watched =>
  items.reduce<Watched>(
    (before, item) => {
      if (item.value === null) return before;
      const { state: next, anomaly } = observe(before.state, { at: item.at, value: item.value });
      return {
        state: next,
        anomalies: anomaly ? [...before.anomalies, told(source, item, anomaly)] : before.anomalies,
      };
    },
    { state, anomalies: [] },
  );
