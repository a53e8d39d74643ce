import { loadServiceConfig } from '@troupe/agent-sdk';
import { AGENT_EVENT_TYPES, EVENT_TYPES } from '@troupe/contracts';
import { connectKafka, registerSchemas } from '@troupe/messaging';
import { kafkaOf } from './connection.ts';
import { readTopics } from './manifests.ts';

// What a deployment does before its services start; safe to repeat, and what is there already stays as it is.
const config = loadServiceConfig(process.env, { name: 'troupe-provision', database: false });
const messaging = connectKafka(kafkaOf(config));
try {
  const { registryUrl: url, prefix } = config;
  const schemas = await registerSchemas({ url, prefix }, [...EVENT_TYPES, ...AGENT_EVENT_TYPES]);
  const topics = process.argv.includes('--schemas-only') ? [] : await messaging.topics().apply(readTopics());
  process.stdout.write(`${schemas.length} schemas are registered; ${topics.length} topics differed and were mended\n`);
} finally {
  await messaging.close();
}
