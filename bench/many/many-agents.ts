import { setTimeout as delay } from 'node:timers/promises';
import { deriveId } from '@troupe/contracts';
import type { LocalStack } from '@troupe/local-stack';
import { connectKafka, createRegistryCodec, registerSchemas, toHeaders, type Messaging } from '@troupe/messaging';
import { readProcess } from '../lib/cpu.ts';
import { figuresOf, ms, renderTable } from '../lib/figures.ts';
import { residentOf } from '../lib/memory.ts';
import { runOpenLoop } from '../lib/open-loop.ts';
import { startWorker, type Worker } from '../lib/worker.ts';
import { DUE_HEADER } from '../hop/protocol.ts';
import { PAYLOAD } from '../lib/bench-event.ts';
import { MANY_EVENTS } from './events.ts';

/** How many agents there are, and what they are given. */
export interface ManyAgentsOptions {
  readonly sizes: readonly number[];
  /** Events that agents take in a second, all together: the same however many there are. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly note: (text: string) => void;
}

const A_PROCESS = 250;
const SETTLE_MS = 3_000;
/** Each topic has one partition: what is measured are many groups. */
const PARTITIONS = 1;

const prepare = async (stack: LocalStack, prefix: string): Promise<Messaging> => {
  await registerSchemas({ url: stack.schemaRegistryUrl, prefix }, MANY_EVENTS);
  const messaging = connectKafka({ brokers: stack.kafkaBrokers, clientId: 'bench', prefix, partitions: PARTITIONS });
  await messaging.topics().apply(MANY_EVENTS.map(({ type }) => ({ topic: type })));
  return messaging;
};

const startAgents = (stack: LocalStack, prefix: string, count: number): Promise<readonly Worker[]> =>
  Promise.all(
    Array.from({ length: Math.ceil(count / A_PROCESS) }, (_, nth) =>
      startWorker(
        new URL('many.worker.ts', import.meta.url),
        {
          brokers: stack.kafkaBrokers,
          registryUrl: stack.schemaRegistryUrl,
          databaseUrl: stack.databaseUrl,
          prefix,
          partitions: PARTITIONS,
          group: 'bench-many',
          handlerMs: 0,
        },
        { args: [String(nth * A_PROCESS), String(Math.min(A_PROCESS, count - nth * A_PROCESS))] },
      ),
    ),
  );

const cpuMsOf = (workers: readonly Worker[]): number =>
  workers.reduce((sum, { pid }) => sum + (readProcess(String(pid))[0]?.ms ?? 0), 0);

const createSend = async (messaging: Messaging, stack: LocalStack, prefix: string) => {
  const publisher = await messaging.publisher();
  const codec = createRegistryCodec({ url: stack.schemaRegistryUrl, prefix });
  return async (index: number, dueNs: bigint): Promise<void> => {
    const event = MANY_EVENTS[index % MANY_EVENTS.length];
    if (event === undefined) return;
    const id = deriveId('bench-event', prefix, index);
    const { type } = event;
    const envelope = {
      id,
      type,
      source: 'bench',
      timeMs: Date.now(),
      conversationId: id,
      lamport: 0,
      hops: 64,
      tenant: 'default',
    };
    const headers = { ...toHeaders(envelope), [DUE_HEADER]: String(dueNs) };
    await publisher.publish([{ topic: type, key: id, value: await codec.encode(event, PAYLOAD), headers }]);
  };
};

/** How many of so many agents are interested in the event of this number. */
const takersOf = (index: number, size: number): number =>
  Math.max(0, Math.ceil((size - (index % MANY_EVENTS.length)) / MANY_EVENTS.length));

const measure = async (stack: LocalStack, size: number, options: ManyAgentsOptions): Promise<readonly string[]> => {
  const prefix = `bench-many-${size}.`;
  const messaging = await prepare(stack, prefix);
  const beganMs = performance.now();
  const workers = await startAgents(stack, prefix, size);
  const joinedMs = performance.now() - beganMs;
  await delay(SETTLE_MS);
  const idle = cpuMsOf(workers);
  await delay(SETTLE_MS);
  const idlePercent = (cpuMsOf(workers) - idle) / (SETTLE_MS / 100);
  const send = await createSend(messaging, stack, prefix);
  const { seconds, perSecond, note } = options;
  // On the average an event is taken by a fiftieth of the agents.
  const rate = Math.max(1, Math.round((perSecond * MANY_EVENTS.length) / size));
  const sent = await runOpenLoop({
    perSecond: rate,
    seconds,
    send: (index, dueNs) => void send(index, dueNs).catch((error: unknown) => note(String(error))),
  });
  const collect = async () =>
    (await Promise.all(workers.map((worker) => worker.report()))).flatMap((r) => r.latenciesMs);
  const atOnce = await collect();
  await delay(SETTLE_MS);
  const latencies = [...atOnce, ...(await collect())];
  const expected = Array.from({ length: sent }, (_, index) => takersOf(index, size)).reduce(
    (sum, each) => sum + each,
    0,
  );
  const figures = figuresOf(latencies, expected);
  const memory = workers.reduce((sum, { pid }) => sum + residentOf(pid), 0);
  for (const worker of workers) worker.stop();
  await messaging.close();
  note(`many agents: ${size}`);
  return [
    String(size),
    String(workers.length),
    (joinedMs / 1_000).toFixed(1),
    (memory / size).toFixed(2),
    (idlePercent / size).toFixed(3),
    ms(figures.p50),
    ms(figures.p95),
    String(expected - atOnce.length),
    String(figures.missing),
  ];
};

/** Ever more agents in few processes on one broker, at a constant load. */
export const benchManyAgents = async (stack: LocalStack, options: ManyAgentsOptions): Promise<string> => {
  const rows: (readonly string[])[] = [];
  for (const size of options.sizes) rows.push(await measure(stack, size, options));
  const head = [
    'agents',
    'processes',
    'joined s',
    'MiB each',
    '% of a core each',
    'p50 ms',
    'p95 ms',
    'lag at the end',
    'missing',
  ];
  return `Many agents, which take ${options.perSecond} events/s together\n\n${renderTable([head, ...rows])}`;
};
