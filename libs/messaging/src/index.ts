export { createLocalCodec } from './codec/local-codec.ts';
export { connectKafka, type ConnectKafkaOptions } from './connect-kafka.ts';
export { DEFAULT_PARTITIONS } from './environment.ts';
export { fromHeaders, HEADERS, toHeaders } from './headers.ts';
export {
  createInMemoryMessaging,
  type InMemoryMessaging,
  type InMemoryMessagingOptions,
} from './in-memory/in-memory-messaging.ts';
export type { SaslOptions } from './kafka/kafka-client.ts';
export type { MessagingLogger } from './kafka/kafka-logger.ts';
export { partitionOf } from './partition-of.ts';
export type {
  Assignment,
  Codec,
  HeldOffsets,
  IncomingRecord,
  LaneStanding,
  LogReader,
  LogStretch,
  Messaging,
  OutgoingRecord,
  PartitionStanding,
  Publisher,
  Standing,
  Subscriber,
  SubscriberBounds,
  SubscriberOptions,
  SubscriberState,
  Tail,
  TailOptions,
  Task,
  TopicDifference,
  Topics,
  TopicSpec,
} from './ports.ts';
export { readDefinition } from './registry/read-definition.ts';
export { createRegistryCodec, type RegistryCodecOptions } from './registry/registry-codec.ts';
export { registerSchemas, type RegisteredSchema, type RegisterOptions } from './registry/register-schemas.ts';
export { traceIn, traceOf } from './trace-headers.ts';
export { CLAIM_ABOVE, withClaims, type ClaimOptions, type LargeEvent } from './claims/claim-codec.ts';
export {
  claimFromValue,
  claimToValue,
  isClaim,
  KEPT_DAY,
  LARGEST_CLAIM,
  type Claim,
  type ClaimStore,
} from './claims/claim.ts';
export { createMemoryClaims } from './claims/memory-claims.ts';
export { configOf as topicConfigOf, type TopicConfig } from './kafka/topic-config.ts';
export { connectRights } from './kafka/kafka-rights.ts';
export type { Right, RightDifference, Rights, RightsByService, ServiceRights } from './rights.ts';
