export { fromHeaders, HEADERS, toHeaders } from './headers.ts';
export { partitionOf } from './partition-of.ts';
export type {
  Assignment,
  Codec,
  IncomingRecord,
  Messaging,
  OutgoingRecord,
  Publisher,
  Subscriber,
  SubscriberBounds,
  SubscriberOptions,
  SubscriberState,
  Task,
  TopicDifference,
  Topics,
  TopicSpec,
} from './ports.ts';
