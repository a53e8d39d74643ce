import avro from 'avsc';
import kafkajs from 'kafkajs';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { noteAnswer, serveParent, workerEnvironment } from './protocol.ts';

/**
 * The hop as somebody would write it who knows kafkajs well: eachBatch, Avro by avsc with the writer's schema at hand, one
 * send for the answers to a batch, offsets committed on a timer, recent ids in memory. It keeps nothing.
 */
const { brokers, registryUrl, prefix, group } = workerEnvironment();
const OUT = `${prefix}${OrderVerified.type}`;

const schemaIdOf = async (type: string): Promise<number> => {
  const response = await fetch(`${registryUrl}/subjects/${prefix}${type}-value/versions/latest`);
  return ((await response.json()) as { id: number }).id;
};
const reader = avro.Type.forSchema(TransactionCreated.schema as unknown as avro.Schema, { wrapUnions: 'never' });
const writer = avro.Type.forSchema(OrderVerified.schema as unknown as avro.Schema, { wrapUnions: 'never' });
const outId = await schemaIdOf(OrderVerified.type);

const encode = (data: object): Buffer => {
  const head = Buffer.alloc(5);
  head.writeInt32BE(outId, 1);
  return Buffer.concat([head, writer.toBuffer(data)]);
};

let [young, old] = [new Set<string>(), new Set<string>()];
const isNew = (id: string): boolean => {
  if (young.has(id) || old.has(id)) return false;
  young.add(id);
  if (young.size === 5_000) [young, old] = [new Set(), young];
  return true;
};

const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'by-hand', logLevel: kafkajs.logLevel.NOTHING });
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
const consumer = kafka.consumer({ groupId: prefix + group, maxWaitTimeInMs: 250 });
await producer.connect();
await consumer.connect();
await consumer.subscribe({ topic: prefix + TransactionCreated.type, fromBeginning: true });
consumer.on(consumer.events.GROUP_JOIN, serveParent);
await consumer.run({
  autoCommit: true,
  autoCommitInterval: 500,
  partitionsConsumedConcurrently: 6,
  eachBatch: async ({ batch }) => {
    const fresh = batch.messages.filter((message) => isNew(String(message.headers?.['ce_id'])));
    const answers = fresh.map((message) => {
      const order = reader.fromBuffer((message.value ?? Buffer.alloc(5)).subarray(5)) as { totalMinor: number };
      const value = encode({ score: order.totalMinor > 0 ? 0 : 1, reasons: [], decidedBy: 'bench' });
      return {
        key: message.key,
        value,
        headers: {
          ce_id: `${String(message.headers?.['ce_id'])}-answer`,
          ce_causationid: String(message.headers?.['ce_id']),
          ce_type: OrderVerified.type,
        },
      };
    });
    await producer.send({ topic: OUT, messages: answers, acks: -1 });
    for (const { headers } of fresh) noteAnswer(headers?.['bench-due']?.toString());
  },
});
