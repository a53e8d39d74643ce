import { eventType, type EventType } from '@troupe/contracts';

/** 200 bytes in, 200 bytes out, whatever the step. */
export interface Payload {
  readonly text: string;
}

/** What an event carries where it does not matter. */
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
