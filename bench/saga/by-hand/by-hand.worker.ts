import avro from 'avsc';
import kafkajs, { type KafkaMessage } from 'kafkajs';
import pg from 'pg';
import type { EventDefinition } from '@troupe/contracts';
import type { Payload } from '../../lib/bench-event.ts';
import { peerEnvironment, type Step } from '../../lib/peer/contract.ts';
import { servePart } from '../../lib/peer/serve-peer.ts';
import { createTask } from '../../lib/peer/task.ts';
import { Accepted, FirstDone, Requested, Resolved, SecondDone, STEPS, ThirdDone } from '../troupe/events.ts';

/**
 * The saga as somebody would write it who knows kafkajs and Postgres well: eachBatch, Avro with the writer's schema at hand,
 * the task and then an inbox row and the state in one transaction per event, the events of a batch side by side, one send for
 * the answers to a batch after their commits, offsets committed on a timer. It has no outbox: what is committed when the
 * process dies is never published.
 */
const { brokers, registryUrl, databaseUrl, prefix, ledger } = peerEnvironment();
const task = createTask(ledger);

const schemaIdOf = async (type: string): Promise<number> => {
  const response = await fetch(`${registryUrl}/subjects/${prefix}${type}-value/versions/latest`);
  return ((await response.json()) as { id: number }).id;
};
const avroOf = ({ schema }: EventDefinition): avro.Type =>
  avro.Type.forSchema(schema as unknown as avro.Schema, { wrapUnions: 'never' });

const encoderOf = async (to: EventDefinition): Promise<(text: string) => Buffer> => {
  const [id, type] = [await schemaIdOf(to.type), avroOf(to)];
  return (text) => {
    const head = Buffer.alloc(5);
    head.writeInt32BE(id, 1);
    return Buffer.concat([head, type.toBuffer({ text } satisfies Payload)]);
  };
};

const pool = new pg.Pool({ connectionString: databaseUrl, max: 10, options: '-c search_path=by_hand' });
const kafka = new kafkajs.Kafka({ brokers: [...brokers], clientId: 'by-hand', logLevel: kafkajs.logLevel.NOTHING });
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
await producer.connect();

const headerOf = ({ headers }: KafkaMessage, name: string): string => headers?.[name]?.toString() ?? '';

/** Runs `decide` with the inbox row of a message in one transaction; undefined for a message that was there before. */
const once = async <Result>(
  service: string,
  message: KafkaMessage,
  decide: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result | undefined> => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rowCount } = await client.query({
      name: 'inbox',
      text: 'insert into inbox (service, event_id) values ($1, $2) on conflict do nothing',
      values: [service, headerOf(message, 'ce_id')],
    });
    const result = rowCount === 1 ? await decide(client) : undefined;
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
};

interface Service {
  readonly name: string;
  readonly from: readonly EventDefinition[];
  readonly to: EventDefinition;
  /** What runs the task; none joins. */
  readonly step?: Step;
  /** Whether the message leads to an answer; within the transaction of its inbox row. */
  readonly decide: (client: pg.PoolClient, message: KafkaMessage, type: string) => Promise<boolean>;
}

const runService = async ({ name, from, to, step, decide }: Service): Promise<void> => {
  const readers = new Map(from.map((each) => [prefix + each.type, avroOf(each)]));
  const encode = await encoderOf(to);
  const consumer = kafka.consumer({ groupId: prefix + name, maxWaitTimeInMs: 250 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...readers.keys()], fromBeginning: true });
  const joined = new Promise((resolve) => void consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({
    autoCommit: true,
    autoCommitInterval: 500,
    partitionsConsumedConcurrently: 6 * from.length,
    eachBatch: async ({ batch: { topic, messages } }) => {
      const answer = async (message: KafkaMessage) => {
        // Written by one of us with the same schema.
        const { text } = readers.get(topic)?.fromBuffer((message.value ?? Buffer.alloc(5)).subarray(5)) as Payload;
        const done = step === undefined ? text : await task(message.key?.toString() ?? '', step, text);
        const isDue = await once(name, message, (client) => decide(client, message, topic.slice(prefix.length)));
        if (isDue !== true) return [];
        const headers = { ce_id: `${headerOf(message, 'ce_id')}-${name}`, ce_type: to.type };
        return [{ key: message.key, value: encode(done), headers }];
      };
      const answers = (await Promise.all(messages.map(answer))).flat();
      if (answers.length > 0) await producer.send({ topic: prefix + to.type, messages: answers, acks: -1 });
    },
  });
  await joined;
};

/** The last of the three ends the saga, whichever it is. */
const join: Service['decide'] = async (client, { key }, type) => {
  const { rows } = await client.query<{ done: number }>({
    name: 'join',
    text: `insert into sagas (id, done) values ($1, array[$2]::text[])
      on conflict (id) do update set done = sagas.done || excluded.done returning cardinality(done) as done`,
    values: [key?.toString(), type],
  });
  return rows[0]?.done === STEPS.length;
};

const taskOf = (step: Step, from: EventDefinition, to: EventDefinition): Service => ({
  name: step,
  from: [from],
  to,
  step,
  decide: () => Promise.resolve(true),
});

const services: readonly Service[] =
  process.argv[2] === 'join'
    ? [{ name: 'join', from: STEPS, to: Resolved, decide: join }]
    : [
        taskOf('accept', Requested, Accepted),
        taskOf('first', Accepted, FirstDone),
        taskOf('second', Accepted, SecondDone),
        taskOf('third', Accepted, ThirdDone),
      ];
await Promise.all(services.map(runService));
servePart();
