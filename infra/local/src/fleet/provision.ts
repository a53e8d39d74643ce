import { deadLetterTopicSpec, FLEET_TOPICS } from '@troupe/agent-sdk';
import { AGENT_EVENT_TYPES, EVENT_TYPES } from '@troupe/contracts';
import { connectKafka, registerSchemas, type TopicSpec } from '@troupe/messaging';
import type { Service } from './discover-services.ts';

/** Where the servers are, and how this environment names and cuts its topics. */
export interface Environment {
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  /** Put before every topic, group and subject. */
  readonly prefix: string;
  /** The one number of partitions of every topic. */
  readonly partitions: number;
}

/** Every topic of an environment: one per event type, those about the agents themselves, and the home of each service's dead letters, kept until dealt with. */
export const topicsOf = (services: readonly Service[]): readonly TopicSpec[] => [
  ...EVENT_TYPES.map(({ type }) => ({ topic: type })),
  ...FLEET_TOPICS,
  ...services.map(({ name }) => deadLetterTopicSpec(name)),
];

/** Registers every schema and creates every topic: what a deployment does before its services start. Safe to repeat. */
export const provision = async (environment: Environment, services: readonly Service[]): Promise<void> => {
  const { kafkaBrokers, schemaRegistryUrl, prefix, partitions } = environment;
  const messaging = connectKafka({ brokers: kafkaBrokers, clientId: 'troupe-provision', prefix, partitions });
  try {
    await Promise.all([
      registerSchemas({ url: schemaRegistryUrl, prefix }, [...EVENT_TYPES, ...AGENT_EVENT_TYPES]),
      messaging.topics().apply(topicsOf(services)),
    ]);
  } finally {
    await messaging.close();
  }
};
