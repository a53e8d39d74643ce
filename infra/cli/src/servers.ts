import { createPostgresClaims, loadServiceConfig, type ServiceConfig } from '@troupe/agent-sdk';
import { TroupeError } from '@troupe/contracts';
import { connectKafka, createRegistryCodec, withClaims, type Codec, type Messaging } from '@troupe/messaging';

/** The servers that a command works with. */
export interface Servers {
  readonly config: ServiceConfig;
  readonly messaging: Messaging;
  /** Reads events that went by a claim, too, where a database is given. */
  readonly codec: Codec;
}

/** Works with the servers of the environment, and lets them go. @throws TroupeError CONFIG_INVALID, KAFKA_UNAVAILABLE */
export const withServers = async <Result>(
  env: NodeJS.ProcessEnv,
  work: (servers: Servers) => Promise<Result>,
): Promise<Result> => {
  const config = loadServiceConfig(env, { name: 'troupe', database: false });
  const { brokers, name, prefix, partitions, ssl, sasl, registryUrl, databaseUrl } = config;
  const messaging = connectKafka({ brokers, clientId: name, prefix, partitions, ssl, ...(sasl && { sasl }) });
  const store = databaseUrl === undefined ? undefined : createPostgresClaims({ url: databaseUrl, service: name });
  const codec = withClaims(createRegistryCodec({ url: registryUrl, prefix }), { ...(store && { store }) });
  try {
    if (await messaging.ready()) return await work({ config, messaging, codec });
    throw new TroupeError('KAFKA_UNAVAILABLE', `Kafka does not answer at ${brokers.join(', ')}: check KAFKA_BROKERS`);
  } finally {
    await store?.close();
    await messaging.close();
  }
};
