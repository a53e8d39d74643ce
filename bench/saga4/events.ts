import { eventType, type EventType } from '@troupe/contracts';

/** 200 bytes in, 200 bytes out, whatever the step. */
export interface Payload {
  readonly text: string;
}

/** What every event of the benchmark carries. */
export const PAYLOAD: Payload = { text: 'x'.repeat(200) };

/** An event type of the benchmarks alone. */
export const benchEvent = <Type extends string>(type: Type): EventType<Type, Payload> =>
  eventType<Type, Payload>({
    type,
    domain: 'bench',
    schema: {
      type: 'record',
      name: type.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase()),
      fields: [{ name: 'text', type: 'string' }],
    },
  });

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
