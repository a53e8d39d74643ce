import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deriveId, TransactionCreated } from '@troupe/contracts';
import { provision, startStack, type LocalStack } from '@troupe/local-stack';
import { connectKafka, createRegistryCodec, toHeaders, type Codec, type Publisher } from '@troupe/messaging';
import { figuresOf, ms, renderTable } from '../lib/figures.ts';
import { runOpenLoop } from '../lib/open-loop.ts';
import { DUE_HEADER, type WorkerEnvironment, type WorkerMessage } from './protocol.ts';

/**
 * `npm run bench:hop`: one hop (consume, decode, handle, encode, publish) at a fixed rate, open loop, from when the event was due
 * to when its answer is acknowledged by Kafka: by hand with kafkajs, by a pure agent and by a storing agent, in turn.
 */
const VARIANTS = [
  { name: 'kafkajs by hand', worker: 'by-hand.worker.ts', args: [] },
  { name: 'pure agent', worker: 'sdk.worker.ts', args: ['pure'] },
  { name: 'storing agent', worker: 'sdk.worker.ts', args: ['storing'] },
] as const;

const PARTITIONS = 6;
const WARM_UP_SECONDS = 5;
const SETTLE_MS = 2_000;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
  },
});
const [rate, seconds, rounds] = [Number(values.rate), Number(values.seconds), Number(values.rounds)];

const note = (text: string): void => void process.stderr.write(`${text}\n`);

const order = (index: number) =>
  TransactionCreated({
    customerId: `customer-${index % 500}`,
    placedAt: 1_291_191_960_000 + index,
    country: 'GB',
    currency: 'GBP',
    totalMinor: 1_530,
    lines: [
      { sku: '85123A', description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: 6, unitPriceMinor: 255 },
      { sku: '71053', description: 'WHITE METAL LANTERN', quantity: 6, unitPriceMinor: 339 },
    ],
  }).data;

const sendOrder = async (
  run: string,
  index: number,
  dueNs: bigint,
  publisher: Publisher,
  codec: Codec,
): Promise<void> => {
  const conversationId = deriveId('bench', run, index);
  const envelope = {
    id: deriveId('bench-event', run, index),
    type: TransactionCreated.type,
    source: 'bench',
    timeMs: Date.now(),
    conversationId,
    lamport: 0,
    hops: 64,
    tenant: 'default',
  };
  const value = await codec.encode(TransactionCreated, order(index));
  const headers = { ...toHeaders(envelope), [DUE_HEADER]: String(dueNs) };
  await publisher.publish([{ topic: TransactionCreated.type, key: conversationId, value, headers }]);
};

const ask = async (worker: ChildProcess): Promise<readonly number[]> => {
  worker.send('report');
  const [message] = (await once(worker, 'message')) as [WorkerMessage];
  return message.kind === 'latencies' ? message.latenciesMs : [];
};

const measure = async (
  stack: LocalStack,
  variant: (typeof VARIANTS)[number],
  round: number,
): Promise<readonly number[]> => {
  const run = `${variant.args[0] ?? 'hand'}-${round}`;
  const prefix = `bench-${run}-${process.pid}.`;
  await provision(
    { kafkaBrokers: stack.kafkaBrokers, schemaRegistryUrl: stack.schemaRegistryUrl, prefix, partitions: PARTITIONS },
    [],
  );
  const environment: WorkerEnvironment = {
    brokers: stack.kafkaBrokers,
    registryUrl: stack.schemaRegistryUrl,
    databaseUrl: stack.databaseUrl,
    prefix,
    partitions: PARTITIONS,
    group: `bench-${run}`,
  };
  const worker = fork(join(import.meta.dirname, variant.worker), [...variant.args], {
    env: { ...process.env, BENCH_WORKER: JSON.stringify(environment) },
  });
  await once(worker, 'message');
  const messaging = connectKafka({
    brokers: stack.kafkaBrokers,
    clientId: 'bench-driver',
    prefix,
    partitions: PARTITIONS,
  });
  const publisher = await messaging.publisher();
  const codec = createRegistryCodec({ url: stack.schemaRegistryUrl, prefix });
  const load = (name: string, forSeconds: number): Promise<number> =>
    runOpenLoop({
      perSecond: rate,
      seconds: forSeconds,
      send: (index, dueNs) =>
        void sendOrder(`${run}-${name}`, index, dueNs, publisher, codec).catch((error: unknown) => note(String(error))),
    });
  await load('warm', WARM_UP_SECONDS);
  await delay(SETTLE_MS);
  await ask(worker);
  await load('run', seconds);
  await delay(SETTLE_MS);
  const latencies = await ask(worker);
  worker.kill('SIGKILL');
  await publisher.close();
  await messaging.close();
  return latencies;
};

const stack = await startStack({ progress: note });
try {
  const all = new Map<string, number[]>(VARIANTS.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++)
    for (const variant of VARIANTS) {
      const latencies = await measure(stack, variant, round);
      all.get(variant.name)?.push(...latencies);
      note(`round ${round}: ${variant.name}: p50 ${ms(figuresOf(latencies, rate * seconds).p50).trim()} ms`);
    }
  const rows = [...all].map(([name, latencies]) => {
    const { p50, p99, p999, count, missing } = figuresOf(latencies, rate * seconds * rounds);
    return [name, ms(p50), ms(p99), ms(p999), String(count), String(missing)];
  });
  process.stdout.write(
    `One hop at ${rate} events/s, open loop, ${seconds} s in each of ${rounds} rounds, in milliseconds; ${stack.description}\n\n`,
  );
  process.stdout.write(`${renderTable([['', 'p50', 'p99', 'p99.9', 'answers', 'missing'], ...rows])}\n`);
} finally {
  await stack.stop();
}
