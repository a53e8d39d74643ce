import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deadLetterTopicSpec, FLEET_TOPICS, loadServiceConfig } from '@troupe/agent-sdk';
import { AGENT_EVENT_TYPES, type EventDefinition } from '@troupe/contracts';
import { connectKafka, registerSchemas } from '@troupe/messaging';
import { discoverServices, type Service } from '../fleet/discover-services.ts';
import { stackError } from '../stack-error.ts';

/** A service that joins what runs already. */
export interface JoinOptions {
  /** The folder of the repository. */
  readonly root: string;
  /** The name of the service: its folder in apps/. */
  readonly name: string;
  /** Where the servers are: what a service reads. */
  readonly env: NodeJS.ProcessEnv;
}

const find = (root: string, name: string): Service => {
  const services = discoverServices(root);
  const found = services.find((service) => service.name === name);
  if (found !== undefined) return found;
  throw stackError(
    `There is no service '${name}' in apps/`,
    `name one of ${services.map((service) => service.name).join(', ')}, or generate it: npx nx g agent ${name}`,
  );
};

interface Talk {
  readonly consumes: readonly EventDefinition[];
  readonly publishes: readonly EventDefinition[];
}

const talkOf = async ({ main }: Service): Promise<Talk> => {
  // Every service exports its part: `npm run choreography` refuses one that does not.
  const { choreography } = (await import(pathToFileURL(join(dirname(main), 'choreography.ts')).href)) as {
    choreography: Talk;
  };
  return choreography;
};

/**
 * Registers the schemas and makes the topics of one service, beside those that are there. Resolves to the file that runs it.
 * Safe to repeat. @throws TroupeError STACK_FAILED for an unknown name · CONFIG_INVALID · KAFKA_UNAVAILABLE ·
 * SCHEMA_INCOMPATIBLE
 */
export const prepareToJoin = async ({ root, name, env }: JoinOptions): Promise<string> => {
  const service = find(root, name);
  const { brokers, prefix, partitions, ssl, sasl, registryUrl } = loadServiceConfig(env, { name, database: false });
  const { consumes, publishes } = await talkOf(service);
  const events = [...new Set([...consumes, ...publishes])];
  const messaging = connectKafka({ brokers, clientId: name, prefix, partitions, ssl, ...(sasl && { sasl }) });
  try {
    await registerSchemas({ url: registryUrl, prefix }, [...events, ...AGENT_EVENT_TYPES]);
    const topics = events.map(({ type }) => ({ topic: type }));
    await messaging.topics().apply([...topics, ...FLEET_TOPICS, deadLetterTopicSpec(name)]);
  } finally {
    await messaging.close();
  }
  return service.main;
};
