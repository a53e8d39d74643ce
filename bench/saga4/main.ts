import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deriveId } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import { compileCache, startStack, type LocalStack } from '@troupe/local-stack';
import { connectKafka, createRegistryCodec, registerSchemas, toHeaders, type Messaging } from '@troupe/messaging';
import { sql } from 'kysely';
import { ms, renderTable } from '../lib/figures.ts';
import { createNumbers, runSagasClosedLoop, runSagasOpenLoop, type SagaUnderLoad } from '../lib/saga-load.ts';
import { stopOnSignal } from '../lib/stop-on-signal.ts';
import { measureUsage, renderCpu, renderDatabase, type Usage } from '../lib/usage.ts';
import { watchLog } from '../lib/watch-log.ts';
import { BENCH_EVENTS, PAYLOAD, Requested, Resolved, STEPS } from './events.ts';
import type { Part, WorkerEnvironment } from './protocol.ts';

/**
 * `npm run bench:saga4`: the saga of four steps with empty tasks (accept, three in parallel, join) that other systems are
 * measured with: by hand with kafkajs and an inbox in Postgres, then by the SDK, every step durable; each side is two
 * processes, one with the four agents and one that joins.
 */
const SIDES = [
  { name: 'kafkajs by hand', worker: 'hand.worker.ts', prefix: 'hand' },
  { name: 'Troupe', worker: 'sdk.worker.ts', prefix: 'sdk' },
] as const;
type Side = (typeof SIDES)[number];

const PARTITIONS = 6;
const ROOT = join(import.meta.dirname, '../..');

const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '10,50,100' },
    seconds: { type: 'string', default: '15' },
    warm: { type: 'string', default: '15' },
    clients: { type: 'string', default: '64' },
    sagas: { type: 'string', default: 'Infinity' },
    side: { type: 'string', default: 'both' },
  },
});
const rates = values.rates.split(',').filter(Boolean).map(Number);
const [seconds, warm] = [Number(values.seconds), Number(values.warm)];
const [clients, sagas] = [Number(values.clients), Number(values.sagas)];
const note = (text: string): void => void process.stderr.write(`${text}\n`);

/** The tables of the side by hand; the SDK makes its own. */
const prepareByHand = async (url: string): Promise<void> => {
  const { db, close } = connectDatabase({ url, schema: 'hand' });
  await sql`create schema hand`.execute(db);
  await sql`create table inbox (service text, event_id text, primary key (service, event_id))`.execute(db);
  await sql`create table sagas (id text primary key, done text[] not null)`.execute(db);
  await close();
};

const startWorker = async (side: Side, part: Part, stack: LocalStack, prefix: string): Promise<ChildProcess> => {
  const environment: WorkerEnvironment = {
    brokers: stack.kafkaBrokers,
    registryUrl: stack.schemaRegistryUrl,
    databaseUrl: stack.databaseUrl,
    prefix,
    partitions: PARTITIONS,
    part,
  };
  const worker = fork(join(import.meta.dirname, side.worker), [part], {
    env: { ...process.env, ...compileCache(ROOT, process.env), BENCH_WORKER: JSON.stringify(environment) },
  });
  await once(worker, 'message');
  return worker;
};

const underLoad = async (messaging: Messaging, registryUrl: string, prefix: string): Promise<SagaUnderLoad> => {
  const publisher = await messaging.publisher();
  const codec = createRegistryCodec({ url: registryUrl, prefix });
  const resolutions = new Set([Resolved.type]);
  const steps = STEPS.map(({ type }) => type);
  const watch = await watchLog(messaging, { topics: [...steps, Resolved.type], resolutions });
  return {
    steps,
    resolutions,
    watch,
    begin: async (index) => {
      const conversationId = deriveId('bench', prefix, index);
      const envelope = {
        id: deriveId('bench-event', prefix, index),
        type: Requested.type,
        source: 'bench',
        timeMs: Date.now(),
        conversationId,
        lamport: 0,
        hops: 64,
        tenant: 'default',
      };
      const value = await codec.encode(Requested, PAYLOAD);
      await publisher.publish([{ topic: Requested.type, key: conversationId, value, headers: toHeaders(envelope) }]);
      return conversationId;
    },
  };
};

interface Measured {
  readonly rows: readonly (readonly string[])[];
  readonly resolved: number;
  readonly perSecond: number;
  readonly usage: Usage;
}

const measure = async (side: Side, saga: SagaUnderLoad, databaseUrl: string): Promise<Measured> => {
  const numbers = createNumbers();
  await runSagasClosedLoop(saga, numbers, { clients, seconds: warm, sagas });
  const rows: (readonly string[])[] = [];
  for (const perSecond of rates) {
    const found = await runSagasOpenLoop(saga, numbers, {
      perSecond,
      seconds,
      onError: (error) => note(String(error)),
    });
    const { resolved, slowestStep, difference } = found;
    rows.push([
      `${side.name}, ${perSecond}/s`,
      ...[resolved, slowestStep, difference].flatMap(({ p50, p99 }) => [ms(p50), ms(p99)]),
      String(resolved.missing),
    ]);
  }
  const usage = await measureUsage({ databaseUrl, own: 'load' }, () =>
    runSagasClosedLoop(saga, numbers, { clients, seconds, sagas }),
  );
  return { rows, usage, ...usage.result };
};

const runSide = async (side: Side, stack: LocalStack): Promise<Measured> => {
  const prefix = `bench-${side.prefix}.`;
  await registerSchemas({ url: stack.schemaRegistryUrl, prefix }, BENCH_EVENTS);
  const messaging = connectKafka({ brokers: stack.kafkaBrokers, clientId: 'bench', prefix, partitions: PARTITIONS });
  const services = ['accept', 'first', 'second', 'third'].map((name) => `bench-${name}`);
  const dead = [...services, 'saga-coordinator'].map((name) => ({ topic: `${name}.dead`, retentionMs: -1 }));
  await messaging.topics().apply([...BENCH_EVENTS.map(({ type }) => ({ topic: type })), ...dead]);
  if (side.prefix === 'hand') await prepareByHand(stack.databaseUrl);
  const workers = await Promise.all(
    (['agents', 'join'] as const).map((part) => startWorker(side, part, stack, prefix)),
  );
  try {
    const saga = await underLoad(messaging, stack.schemaRegistryUrl, prefix);
    const measured = await measure(side, saga, stack.databaseUrl);
    await saga.watch.stop();
    return measured;
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    await messaging.close();
  }
};

const stack = await startStack({ progress: note });
stopOnSignal(stack.stop);
try {
  const measured: (Measured & { readonly side: Side })[] = [];
  for (const side of SIDES)
    if (values.side === 'both' || values.side === side.prefix) measured.push({ side, ...(await runSide(side, stack)) });
  const head = ['', 'resolved p50', 'p99', 'slowest step p50', 'p99', 'difference p50', 'p99', 'missing'];
  process.stdout.write(`Four steps with empty tasks, every step durable; ${stack.description}\n\n`);
  if (rates.length > 0) process.stdout.write(`${renderTable([head, ...measured.flatMap(({ rows }) => rows)])}\n\n`);
  for (const { side, resolved, perSecond, usage } of measured) {
    process.stdout.write(`${side.name}, ${clients} clients: ${perSecond.toFixed(0)} sagas resolved a second\n\n`);
    process.stdout.write(`${renderCpu(usage, resolved, 'saga')}\n\n${renderDatabase(usage, resolved, 'saga')}\n\n`);
  }
  const [byHand, own] = measured;
  if (byHand && own)
    process.stdout.write(`Troupe against kafkajs by hand: ${(own.perSecond / byHand.perSecond).toFixed(2)} ×\n`);
} finally {
  await stack.stop();
}
