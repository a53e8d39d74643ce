import { createDelivery, defineAgent, when } from '@troupe/agent-sdk';
import { connectKafka, createRegistryCodec } from '@troupe/messaging';
import { pino } from 'pino';
import { DUE_HEADER, noteAnswer, serveParent, workerEnvironment } from '../hop/protocol.ts';
import { MANY_EVENTS } from './events.ts';

/** Many agents in one process, each a consumer group of its own; they share the connection that publishes, and the codec. */
const { brokers, registryUrl, prefix, partitions, group } = workerEnvironment();
const [first = 0, count = 0] = process.argv.slice(2).map(Number);

const codec = createRegistryCodec({ url: registryUrl, prefix });
await codec.warm(MANY_EVENTS);
const messaging = connectKafka({ brokers, clientId: group, prefix, partitions });
const publisher = await messaging.publisher();

const startAgent = async (index: number): Promise<void> => {
  const event = MANY_EVENTS[index % MANY_EVENTS.length];
  if (event === undefined) return;
  const agent = defineAgent({
    name: `${group}-${index}`,
    pure: true,
    publishes: [],
    on: [when(event, () => undefined)],
  });
  const delivery = createDelivery({
    agent,
    codec,
    publisher,
    log: pino({ level: 'warn' }),
    partitions: () => subscriber.assignment().partitions,
    caughtUp: (partition, signal) => subscriber.caughtUp(partition, signal),
  });
  const subscriber = messaging.subscriber({
    group: agent.name,
    topics: [event.type],
    handle: async (record, task) => {
      await delivery.handle(record, task);
      noteAnswer(record.headers[DUE_HEADER]);
    },
  });
  await subscriber.start();
};

const AT_ONCE = 25;
for (let index = first; index < first + count; index += AT_ONCE)
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, first + count - index) }, (_, nth) => startAgent(index + nth)),
  );
serveParent();
