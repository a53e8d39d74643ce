import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { noteAnswer, serveParent, workerEnvironment } from './protocol.ts';

/** One event after the other, as kafkajs hands them to `eachMessage`. The bytes do not matter here: it passes them on. */
const { brokers, prefix, group, handlerMs } = workerEnvironment();
const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'by-hand', logLevel: kafkajs.logLevel.NOTHING });
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
const consumer = kafka.consumer({ groupId: prefix + group, maxWaitTimeInMs: 250 });
await producer.connect();
await consumer.connect();
await consumer.subscribe({ topic: prefix + TransactionCreated.type, fromBeginning: true });
consumer.on(consumer.events.GROUP_JOIN, serveParent);
await consumer.run({
  autoCommitInterval: 500,
  eachMessage: async ({ message }) => {
    await delay(handlerMs);
    const cause = message.headers?.['ce_id']?.toString() ?? '';
    const headers = { ce_id: `${cause}-answer`, ce_causationid: cause, ce_type: OrderVerified.type };
    const messages = [{ key: message.key, value: message.value, headers }];
    await producer.send({ topic: prefix + OrderVerified.type, messages, acks: -1 });
    noteAnswer(message.headers?.['bench-due']?.toString());
  },
});
