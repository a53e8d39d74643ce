import { HEADERS } from '@troupe/messaging';
import { idOf, type LoggedRecord } from '../world/sim-log.ts';

/** An event as the log tells it: by its first copy. */
export interface LoggedEvent {
  readonly id: string;
  readonly topic: string;
  readonly conversation: string;
  readonly cause: string | undefined;
  readonly source: string | undefined;
  readonly appendedMs: number;
  readonly first: LoggedRecord;
  readonly copies: readonly LoggedRecord[];
}

const eventOf = (id: string, copies: readonly [LoggedRecord, ...LoggedRecord[]]): LoggedEvent => {
  const [first] = copies;
  return {
    id,
    topic: first.topic,
    conversation: first.headers[HEADERS.conversation] ?? '',
    cause: first.headers[HEADERS.causation],
    source: first.headers[HEADERS.source],
    appendedMs: first.appendedMs,
    first,
    copies,
  };
};

/** Every event of a log, in the order of their first copies. */
export const eventsIn = (records: readonly LoggedRecord[]): readonly LoggedEvent[] =>
  [...Map.groupBy(records, idOf)].flatMap(([id, [first, ...others]]) =>
    first === undefined ? [] : [eventOf(id, [first, ...others])],
  );
