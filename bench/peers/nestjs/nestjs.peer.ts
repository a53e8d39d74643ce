import kafkajs from 'kafkajs';
import { peerEnvironment } from '../../lib/peer/contract.ts';
import { createPending, servePeer, startPart } from '../../lib/peer/serve-peer.ts';
import { REQUESTED, RESOLVED, TOPICS, type SagaEvent } from './events.ts';

/** NestJS on the Kafka of the stack: a process with the four services, another that joins. Sagas are asked for from outside. */
const { brokers, prefix, partitions } = peerEnvironment();
const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'bench', logLevel: kafkajs.logLevel.NOTHING });
const admin = kafka.admin();
await admin.connect();
await admin.createTopics({ topics: TOPICS.map((topic) => ({ topic, numPartitions: partitions })) });
await admin.disconnect();

// Its decorators and the metadata of its types want a compiler.
process.env['TS_NODE_PROJECT'] = new URL('../tsconfig.json', import.meta.url).pathname;
const execArgv = ['--import', import.meta.resolve('@swc-node/register/esm-register')];
const worker = new URL('nestjs.worker.ts', import.meta.url);
await Promise.all([startPart(worker, 'services', execArgv), startPart(worker, 'join', execArgv)]);

const pending = createPending();
const consumer = kafka.consumer({ groupId: `${prefix}outside`, maxWaitTimeInMs: 250 });
await consumer.connect();
await consumer.subscribe({ topic: RESOLVED, fromBeginning: true });
const joined = new Promise((resolve) => void consumer.on(consumer.events.GROUP_JOIN, resolve));
await consumer.run({
  partitionsConsumedConcurrently: partitions,
  eachMessage: ({ message }) => Promise.resolve(pending.end(message.key?.toString() ?? '')),
});
await joined;
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
await producer.connect();
servePeer(async (saga, payload) => {
  const ended = pending.ended(saga);
  const value = JSON.stringify({ saga, payload } satisfies SagaEvent);
  await producer.send({ topic: REQUESTED, messages: [{ key: saga, value }] });
  await ended;
});
