import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  AGENT_EVENT_TYPES,
  DEFAULT_HOPS,
  DEFAULT_TENANT,
  eventType,
  OrderVerified,
  type EventType,
} from '@troupe/contracts';
import {
  connectKafka,
  createRegistryCodec,
  registerSchemas,
  toHeaders,
  type IncomingRecord,
  type Messaging,
} from '@troupe/messaging';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { agentTopics } from '../agent-topics.ts';
import { loadServiceConfig } from '../config.ts';
import { defineAgent, EVERY_AGENT_PUBLISHES, type AgentDefinition } from '../define-agent.ts';
import { FLEET_TOPICS } from '../fleet/fleet-topics.ts';
import { runAgent } from '../run-agent.ts';
import type { ServiceHandle } from '../service/run-service.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import { listDeadLetters } from './desk/list-dead-letters.ts';
import { releaseDeadLetter } from './desk/orders.ts';
import { showDeadLetter } from './desk/show-dead-letter.ts';

jest.setTimeout(90_000);

interface First {
  readonly name: string;
}
interface Second extends First {
  readonly colour: string;
}

const versionOf = <Data extends object>(...added: readonly object[]): EventType<'sample.taken', Data> =>
  eventType<'sample.taken', Data>({
    type: 'sample.taken',
    domain: 'sample',
    schema: {
      type: 'record',
      name: 'SampleTaken',
      namespace: 'troupe.sample',
      fields: [{ name: 'name', type: 'string' }, ...added],
    },
  });
const FirstVersion = versionOf<First>();
const SecondVersion = versionOf<Second>({ name: 'colour', type: 'string', default: 'grey' });

const before = defineAgent({
  name: 'sampler',
  publishes: [OrderVerified],
  on: [
    when(FirstVersion, () => {
      throw new TerminalError('cannot be handled by this version');
    }),
  ],
});
const after = defineAgent({
  name: 'sampler',
  publishes: [OrderVerified],
  on: [
    when(SecondVersion, ({ data }) =>
      OrderVerified({ score: 0, reasons: [], decidedBy: `${data.name} is ${data.colour}` }),
    ),
  ],
});

let place: IsolatedStack;
let messaging: Messaging;
beforeAll(async () => {
  place = await isolated('older-schema');
  const { kafkaBrokers: brokers, prefix, partitions } = place;
  messaging = connectKafka({ brokers, clientId: 'spec', prefix, partitions });
  await messaging.topics().apply([...agentTopics(before), ...FLEET_TOPICS]);
});
afterAll(async () => {
  await messaging.close();
  await place.drop();
});

const register = (...definitions: Parameters<typeof registerSchemas>[1][number][]) =>
  registerSchemas({ url: place.schemaRegistryUrl, prefix: place.prefix }, definitions);
const start = (agent: AgentDefinition): Promise<ServiceHandle> =>
  runAgent(agent, {
    config: loadServiceConfig({ ...place.env, LOG_LEVEL: 'silent' }, { name: agent.name }),
    standalone: false,
  });

const publish = async (name: string): Promise<void> => {
  const codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
  const key = randomUUID();
  const headers = toHeaders({
    id: randomUUID(),
    type: 'sample.taken',
    source: 'spec',
    timeMs: Date.now(),
    conversationId: key,
    lamport: 0,
    hops: DEFAULT_HOPS,
    tenant: DEFAULT_TENANT,
  });
  const publisher = await messaging.publisher();
  await publisher.publish([{ topic: 'sample.taken', key, value: await codec.encode(FirstVersion, { name }), headers }]);
};

const written = async (topic: string): Promise<readonly IncomingRecord[]> => {
  const records: IncomingRecord[] = [];
  for (const [partition, stretch] of await messaging.reader().held(topic))
    for await (const record of messaging.reader().read({ topic, partition, ...stretch })) records.push(record);
  return records;
};

describe('an event that was given up before its schema grew', () => {
  it('is shown and handled by the version that reads the new schema', async () => {
    await register(FirstVersion, OrderVerified, ...EVERY_AGENT_PUBLISHES, ...AGENT_EVENT_TYPES);
    const older = await start(before);
    await publish('apple');
    const desk = {
      agent: 'sampler',
      reader: messaging.reader(),
      publisher: await messaging.publisher(),
      partitions: messaging.partitions,
    };
    await eventually(async () => expect(await listDeadLetters(desk)).toHaveLength(1), { timeoutMs: 30_000 });
    await older.stop();
    await register(SecondVersion);
    const newer = await start(after);
    const codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
    const [letter] = await listDeadLetters(desk);
    const id = letter?.id ?? 'nothing';
    const { data } = await showDeadLetter(desk, { id, codec, definitions: [SecondVersion] });
    expect(data).toEqual({ name: 'apple', colour: 'grey' });
    await releaseDeadLetter(desk, { id, actor: 'ann', reason: 'a version that can is there' });
    await eventually(async () => expect(await written('order.verified')).toHaveLength(1), { timeoutMs: 30_000 });
    const [answer] = await written('order.verified');
    expect((await codec.decode(OrderVerified, answer?.value ?? null)).decidedBy).toBe('apple is grey');
    await newer.stop();
  });
});
