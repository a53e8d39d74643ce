import { defineSaga } from '@troupe/saga';
import { PAYLOAD } from '../../lib/bench-event.ts';
import { Accepted, FirstDone, Refused, Resolved, SecondDone, ThirdDone } from './events.ts';

/** Joins three steps. */
export const benchSaga = defineSaga({
  name: 'bench',
  startedBy: Accepted,
  steps: {
    first: { completedBy: FirstDone, within: '1h' },
    second: { completedBy: SecondDone, within: '1h' },
    third: { completedBy: ThirdDone, within: '1h' },
  },
  publishes: [Resolved, Refused],
  onCompleted: () => Resolved(PAYLOAD),
  onRejected: () => Refused(PAYLOAD),
  onClosed: () => Refused(PAYLOAD),
});
