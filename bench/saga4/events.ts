import { eventType, type EventType } from '@troupe/contracts';

/** 200 bytes in, 200 bytes out, whatever the step. */
export interface Payload {
  readonly text: string;
}

/** What every event of the benchmark carries. */
export const PAYLOAD: Payload = { text: 'x'.repeat(200) };

const event = <Type extends string>(type: Type): EventType<Type, Payload> =>
  eventType<Type, Payload>({
    type,
    domain: 'bench',
    schema: {
      type: 'record',
      name: type.replaceAll(/(?:^|\.)(\w)/g, (_, letter: string) => letter.toUpperCase()),
      fields: [{ name: 'text', type: 'string' }],
    },
  });

export const Requested = event('bench.requested');
export const Accepted = event('bench.accepted');
export const FirstDone = event('bench.first.done');
export const SecondDone = event('bench.second.done');
export const ThirdDone = event('bench.third.done');
export const Resolved = event('bench.resolved');
/** Never published: a saga has to say what it concludes when it comes to nothing. */
export const Refused = event('bench.refused');

/** What the three parallel steps end with. */
export const STEPS = [FirstDone, SecondDone, ThirdDone] as const;

export const BENCH_EVENTS = [Requested, Accepted, ...STEPS, Resolved, Refused] as const;
