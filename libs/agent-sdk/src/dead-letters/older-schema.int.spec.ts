import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  AGENT_EVENT_TYPES,
  DEFAULT_HOPS,
  DEFAULT_TENANT,
  eventType,
  OrderVerified,
  type Draft,
  type EventDefinition,
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
import { deadLetterTopicSpec } from '../delivery/dead-letter.ts';
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

/** Gives up whatever it reads. */
const helpless = (name: string): AgentDefinition =>
  defineAgent({
    name,
    publishes: [OrderVerified],
    on: [
      when(FirstVersion, () => {
        throw new TerminalError('cannot be handled by this version');
      }),
    ],
  });
/** Says what it reads, as far as its version knows. */
const telling = (name: string, version: EventDefinition<'sample.taken', First & Partial<Second>>): AgentDefinition =>
  defineAgent({
    name,
    publishes: [OrderVerified],
    on: [
      when(version, ({ data }) =>
        OrderVerified({ score: 0, reasons: [], decidedBy: `${data.name} is ${data.colour ?? 'there'}` }),
      ),
    ],
  });

let place: IsolatedStack;
let messaging: Messaging;
beforeAll(async () => {
  place = await isolated('older-schema');
  const { kafkaBrokers: brokers, prefix, partitions } = place;
  messaging = connectKafka({ brokers, clientId: 'spec', prefix, partitions });
  const own = [...agentTopics(helpless('newer-reader')), deadLetterTopicSpec('older-reader')];
  await messaging.topics().apply([...own, ...FLEET_TOPICS]);
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

const publish = async (draft: Draft, key: string): Promise<void> => {
  const codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
  const headers = toHeaders({
    id: randomUUID(),
    type: draft.type,
    source: 'spec',
    timeMs: Date.now(),
    conversationId: key,
    lamport: 0,
    hops: DEFAULT_HOPS,
    tenant: DEFAULT_TENANT,
  });
  const publisher = await messaging.publisher();
  await publisher.publish([
    { topic: draft.type, key, value: await codec.encode(draft.definition, draft.data), headers },
  ]);
};

const written = async (topic: string): Promise<readonly IncomingRecord[]> => {
  const records: IncomingRecord[] = [];
  for (const [partition, stretch] of await messaging.reader().held(topic))
    for await (const record of messaging.reader().read({ topic, partition, ...stretch })) records.push(record);
  return records;
};

/** What was concluded in a conversation, in its order. */
const told = async (conversation: string): Promise<readonly string[]> => {
  const codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
  const own = (await written('order.verified')).filter(({ key }) => key === conversation);
  return Promise.all(own.map(async ({ value }) => (await codec.decode(OrderVerified, value)).decidedBy));
};

const grey = (name: string): Draft => FirstVersion({ name });
const red = (name: string): Draft => SecondVersion({ name, colour: 'red' });

describe('a conversation that is parked behind an event that was given up', () => {
  beforeAll(() => register(FirstVersion, OrderVerified, ...EVERY_AGENT_PUBLISHES, ...AGENT_EVENT_TYPES));

  it.each([
    ['an older version wrote and a newer one reads', 'newer-reader', grey, SecondVersion, 'grey'],
    ['a newer version wrote and an older one reads', 'older-reader', red, FirstVersion, 'there'],
  ] as const)('is shown and handled once it is released, where %s', async (_, agent, write, version, colour) => {
    const conversation = randomUUID();
    const older = await start(helpless(agent));
    if (write === red) await register(SecondVersion);
    await publish(write('apple'), conversation);
    await publish(write('pear'), conversation);
    const { partitions } = messaging;
    const desk = { agent, reader: messaging.reader(), publisher: await messaging.publisher(), partitions };
    const held = () => listDeadLetters(desk, { conversation });
    await eventually(async () => expect(await held()).toHaveLength(2), { timeoutMs: 30_000 });
    await older.stop();
    await register(SecondVersion);
    const newer = await start(telling(agent, version));
    const codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
    const [letter] = await held();
    const id = letter?.id ?? 'nothing';
    const { data } = await showDeadLetter(desk, { id, codec, definitions: [version] });
    expect(data).toEqual(version === SecondVersion ? { name: 'apple', colour } : { name: 'apple' });
    await releaseDeadLetter(desk, { id, actor: 'ann', reason: 'a version that can is there' });
    const both = [`apple is ${colour}`, `pear is ${colour}`];
    await eventually(async () => expect(await told(conversation)).toEqual(both), { timeoutMs: 30_000 });
    await newer.stop();
  });
});
