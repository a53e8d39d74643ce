import { defineAgent, loadServiceConfig, runAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import type { EventType } from '@troupe/contracts';
import { runCoordinator } from '@troupe/saga-coordinator';
import { Accepted, FirstDone, PAYLOAD, Requested, SecondDone, ThirdDone, type Payload } from './events.ts';
import { serveParent, workerEnvironment } from './protocol.ts';
import { benchSaga } from './saga.ts';

/** The saga by the SDK: storing agents with empty tasks, and the coordinator as it is deployed. */
const { brokers, registryUrl, databaseUrl, prefix, partitions, part } = workerEnvironment();
const environment = {
  KAFKA_BROKERS: brokers.join(','),
  SCHEMA_REGISTRY_URL: registryUrl,
  DATABASE_URL: databaseUrl,
  TROUPE_PREFIX: prefix,
  TROUPE_PARTITIONS: String(partitions),
  LOG_LEVEL: 'warn',
};
const configOf = (name: string) => loadServiceConfig(environment, { name });

const agent = (name: string, from: EventType<string, Payload>, to: EventType<string, Payload>): AgentDefinition =>
  defineAgent({ name, publishes: [to], on: [when(from, () => to(PAYLOAD))] });

const agents = [
  agent('bench-accept', Requested, Accepted),
  agent('bench-first', Accepted, FirstDone),
  agent('bench-second', Accepted, SecondDone),
  agent('bench-third', Accepted, ThirdDone),
];

if (part === 'agents')
  await Promise.all(agents.map((each) => runAgent(each, { config: configOf(each.name), standalone: false })));
else await runCoordinator({ definitions: [benchSaga], config: configOf('saga-coordinator'), standalone: false });
serveParent();
