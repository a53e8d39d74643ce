import type { KafkaMessage } from 'kafkajs';
import type { IncomingRecord } from '../ports.ts';

/** A record of kafkajs as the handlers know it. */
export const toIncomingRecord = (
  message: KafkaMessage,
  place: { readonly topic: string; readonly partition: number },
): IncomingRecord => ({
  topic: place.topic,
  partition: place.partition,
  offset: BigInt(message.offset),
  key: message.key === null ? null : message.key.toString(),
  // A copy: what kafkajs gives is a view that would keep the whole fetch in memory for as long as this one record waits.
  value: message.value === null ? null : Buffer.from(message.value),
  headers: toHeaders(message.headers ?? {}),
  appendedMs: Number(message.timestamp),
});

/** Of a header that occurs several times the last one counts, as in Kafka's own clients. */
const toHeaders = (headers: NonNullable<KafkaMessage['headers']>): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined) texts[name] = last.toString();
  }
  return texts;
};
