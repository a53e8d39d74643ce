import type { TraceContext } from '@troupe/contracts';
import type { OpenSpan, SpanAttributes, Tracing } from './tracing.ts';

/** Where a record lies: what a span says of it. */
export interface TracedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: Uint8Array | null;
}

/** What is known of the event in a record. */
export interface TracedEvent {
  readonly inputId: string;
  readonly conversationId: string;
}

/** A record that is about to be written. */
export interface TracedOutput {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array | null;
}

const SYSTEM = { 'messaging.system': 'kafka' } as const;

const placeOf = ({ topic, partition, offset, key, value }: TracedRecord): SpanAttributes => ({
  'messaging.destination.name': topic,
  'messaging.destination.partition.id': String(partition),
  'messaging.kafka.offset': Number(offset),
  'messaging.kafka.message.key': key ?? undefined,
  'messaging.kafka.message.tombstone': value === null ? true : undefined,
  'messaging.message.body.size': value?.length,
});

/** The span of one record in one consumer group, from when it is taken out of its queue until it is dealt with. */
export const openProcessSpan = (
  tracing: Tracing,
  {
    record,
    event,
    group,
    parent,
  }: {
    readonly record: TracedRecord;
    readonly event: TracedEvent;
    readonly group: string;
    /** That of the record's headers. */
    readonly parent: TraceContext;
  },
): OpenSpan =>
  tracing.open(`process ${record.topic}`, {
    kind: 'consumer',
    parent,
    attributes: {
      ...SYSTEM,
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.consumer.group.name': group,
      ...placeOf(record),
      'messaging.message.id': event.inputId,
      'messaging.message.conversation_id': event.conversationId,
    },
  });

/** What all have in common, or undefined. */
const common = <Value>(values: readonly Value[]): Value | undefined =>
  new Set(values).size === 1 ? values[0] : undefined;

const destinationOf = (topics: readonly string[]): string => common(topics) ?? `${topics.length} records`;

/**
 * The span of writing records to the log, from handing them over until they are acknowledged. They carry the span that
 * concluded them, so this is a client's span: a child of the first one's, with links to the others.
 */
export const openSendSpan = (
  tracing: Tracing,
  outputs: readonly TracedOutput[],
  traces: readonly TraceContext[],
): OpenSpan => {
  const [first, ...others] = [...new Map(traces.map((trace) => [trace.traceparent, trace])).values()];
  const topics = outputs.map(({ topic }) => topic);
  return tracing.open(`send ${destinationOf(topics)}`, {
    kind: 'client',
    parent: first ?? {},
    links: others,
    attributes: {
      ...SYSTEM,
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': common(topics),
      'messaging.kafka.message.key': common(outputs.map(({ key }) => key)),
      'messaging.batch.message_count': outputs.length > 1 ? outputs.length : undefined,
      'messaging.message.body.size': outputs.length === 1 ? outputs[0]?.value?.length : undefined,
    },
  });
};
