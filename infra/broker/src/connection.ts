import { loadServiceConfig, type ServiceConfig } from '@troupe/agent-sdk';
import type { ConnectKafkaOptions } from '@troupe/messaging';

/** Every service has to name a registry; nothing that asks for brokers alone goes there. */
const NO_REGISTRY = 'http://127.0.0.1';

/** How a command reaches what the environment names. */
export const kafkaOf = (config: ServiceConfig): ConnectKafkaOptions => {
  const { brokers, name, prefix, partitions, ssl, sasl } = config;
  return { brokers, clientId: name, prefix, partitions, ssl, ...(sasl && { sasl }) };
};

/** The brokers that the environment names. @throws TroupeError CONFIG_INVALID naming every variable that is missing or wrong */
export const brokersOf = (env: NodeJS.ProcessEnv, name: string): ConnectKafkaOptions =>
  kafkaOf(loadServiceConfig({ ...env, SCHEMA_REGISTRY_URL: NO_REGISTRY }, { name, database: false }));
