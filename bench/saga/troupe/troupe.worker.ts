import { defineAgent, loadServiceConfig, runAgent, when, type AgentDefinition } from '@troupe/agent-sdk';
import type { EventType } from '@troupe/contracts';
import { runCoordinator } from '@troupe/saga-coordinator';
import type { Payload } from '../../lib/bench-event.ts';
import { peerEnvironment, type Step } from '../../lib/peer/contract.ts';
import { servePart } from '../../lib/peer/serve-peer.ts';
import { createTask } from '../../lib/peer/task.ts';
import { benchSaga } from './bench.saga.ts';
import { Accepted, FirstDone, Requested, SecondDone, ThirdDone } from './events.ts';

/** The saga by the SDK: storing agents, whose tasks are done before the decision, and the coordinator as it is deployed. */
const { brokers, registryUrl, databaseUrl, prefix, partitions, ledger } = peerEnvironment();
const environment = {
  KAFKA_BROKERS: brokers.join(','),
  SCHEMA_REGISTRY_URL: registryUrl,
  DATABASE_URL: databaseUrl,
  TROUPE_PREFIX: prefix,
  TROUPE_PARTITIONS: String(partitions),
  LOG_LEVEL: 'warn',
};
const configOf = (name: string) => loadServiceConfig(environment, { name });
const task = createTask(ledger);

type PayloadEvent = EventType<string, Payload>;

const agent = (step: Step, from: PayloadEvent, to: PayloadEvent): AgentDefinition =>
  defineAgent({
    name: `bench-${step}`,
    publishes: [to],
    on: [
      when(from)
        .prepare(({ data, envelope }) => task(envelope.conversationId, step, data.text))
        .then((_, text) => to({ text })),
    ],
  });

const agents = [
  agent('accept', Requested, Accepted),
  agent('first', Accepted, FirstDone),
  agent('second', Accepted, SecondDone),
  agent('third', Accepted, ThirdDone),
];

const [part] = process.argv.slice(2);
if (part === 'agents')
  await Promise.all(agents.map((each) => runAgent(each, { config: configOf(each.name), standalone: false })));
else await runCoordinator({ definitions: [benchSaga], config: configOf('saga-coordinator'), standalone: false });
servePart();
