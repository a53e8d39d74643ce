import { benchEvent } from '../../lib/bench-event.ts';

export const Requested = benchEvent('bench.requested');
export const Accepted = benchEvent('bench.accepted');
export const FirstDone = benchEvent('bench.first.done');
export const SecondDone = benchEvent('bench.second.done');
export const ThirdDone = benchEvent('bench.third.done');
export const Resolved = benchEvent('bench.resolved');
/** Never published: a saga has to say what it concludes when it comes to nothing. */
export const Refused = benchEvent('bench.refused');

/** What the three parallel steps end with. */
export const STEPS = [FirstDone, SecondDone, ThirdDone] as const;

export const BENCH_EVENTS = [Requested, Accepted, ...STEPS, Resolved, Refused] as const;
