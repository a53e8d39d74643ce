import { setTimeout as delay } from 'node:timers/promises';
import { createDelivery, defineAgent, agentMigrations, agentSchema, giveBackAtRest, when } from '@troupe/agent-sdk';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { connectDatabase, migrate } from '@troupe/database';
import { connectKafka, createRegistryCodec, HEADERS, type OutgoingRecord } from '@troupe/messaging';
import { pino } from 'pino';
import { DUE_HEADER, noteAnswer, serveParent, workerEnvironment } from './protocol.ts';

/** The hop by the SDK, put together as runAgent does, with a note of the time when an answer is acknowledged. */
const { brokers, registryUrl, databaseUrl, prefix, partitions, group, handlerMs } = workerEnvironment();
const pure = process.argv[2] === 'pure';

const answer = ({ data }: { data: { totalMinor: number } }) =>
  OrderVerified({ score: data.totalMinor > 0 ? 0 : 1, reasons: [], decidedBy: 'bench' });
const answerLate = async (event: Parameters<typeof answer>[0]) => {
  await delay(handlerMs);
  return answer(event);
};
const verify = handlerMs > 0 ? answerLate : answer;
const agent = pure
  ? defineAgent({ name: group, pure: true, publishes: [OrderVerified], on: [when(TransactionCreated, verify)] })
  : defineAgent({ name: group, publishes: [OrderVerified], on: [when(TransactionCreated, verify)] });

const dues = new Map<string, string>();
const noteAnswers = (records: readonly OutgoingRecord[]): void => {
  for (const { headers } of records) {
    const cause = headers[HEADERS.causation] ?? '';
    noteAnswer(dues.get(cause));
    dues.delete(cause);
  }
};

const codec = createRegistryCodec({ url: registryUrl, prefix });
await codec.warm([TransactionCreated, OrderVerified]);
const messaging = connectKafka({ brokers, clientId: group, prefix, partitions });
const publisher = await messaging.publisher();
const database = pure ? undefined : connectDatabase<object>({ url: databaseUrl, schema: agentSchema(group) });
if (database !== undefined) await migrate(database, agentMigrations(agent, {}));

const delivery = createDelivery({
  agent,
  codec,
  log: pino({ level: 'warn' }),
  publisher: {
    publish: async (records) => {
      await publisher.publish(records);
      noteAnswers(records);
    },
  },
  ...(database && { database }),
  partitions: () => subscriber.assignment().partitions,
  caughtUp: (partition, signal) => subscriber.caughtUp(partition, signal),
});
const subscriber = messaging.subscriber({
  group,
  topics: [TransactionCreated.type],
  handle: (record, task) => {
    const due = record.headers[DUE_HEADER];
    if (due !== undefined) dues.set(record.headers[HEADERS.id] ?? '', due);
    return delivery.handle(record, task);
  },
  onAssigned: (owned) => delivery.sweep(owned, new AbortController().signal),
});
await delivery.maintain();
await subscriber.start();
giveBackAtRest(new AbortController().signal);
serveParent();
