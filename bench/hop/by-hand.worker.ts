import avro from 'avsc';
import kafkajs from 'kafkajs';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { noteAnswer, serveParent, workerEnvironment } from './protocol.ts';

/**
 * The hop as somebody would write it who knows kafkajs well: eachBatch, Avro by avsc with the writer's schema at hand, one
 * send for the answers to a batch, offsets committed on a timer, recent ids in memory. It keeps nothing. Told `envelope`, its
 * answers carry what those of an agent do: where a conversation stands, what it may still cost and until when.
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

type Headers = Readonly<Record<string, string>>;

const plainHeaders = (id: string): Headers => ({
  ce_id: `${id}-answer`,
  ce_causationid: id,
  ce_type: OrderVerified.type,
});

const envelopeHeaders = (id: string, given: kafkajs.IHeaders): Headers => ({
  ...plainHeaders(id),
  ce_specversion: '1.0',
  ce_source: 'by-hand',
  ce_time: new Date().toISOString(),
  ce_correlationid: String(given['ce_correlationid']),
  ce_lamport: String(Number(given['ce_lamport']) + 1),
  ce_hops: String(Number(given['ce_hops']) - 1),
  ce_deadline: String(given['ce_deadline']),
  ce_tenant: String(given['ce_tenant']),
  ce_agentversion: 'by-hand 1',
  'content-type': 'application/avro',
});
const headersOf = process.argv[2] === 'envelope' ? envelopeHeaders : plainHeaders;

const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'by-hand', logLevel: kafkajs.logLevel.NOTHING });
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
const consumer = kafka.consumer({
  groupId: prefix + group,
  maxWaitTimeInMs: 250,
  // Half of the default: answers may be larger than events, and those to a batch must fit into one send of at most 1 MiB.
  maxBytesPerPartition: 524_288,
});
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
      const headers = headersOf(String(message.headers?.['ce_id']), message.headers ?? {});
      return { key: message.key, value, headers };
    });
    await producer.send({ topic: OUT, messages: answers, acks: -1 });
    for (const { headers } of fresh) noteAnswer(headers?.['bench-due']?.toString());
  },
});
