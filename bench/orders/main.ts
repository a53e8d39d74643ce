import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversationIdOf, DEFAULT_TENANT, EVENT_TYPES } from '@troupe/contracts';
import { runCommand, startTroupe, type Troupe } from '@troupe/local-stack';
import { connectKafka } from '@troupe/messaging';
import { note, numberIn, numbersIn, print, runBench } from '../lib/bench-command.ts';
import { ms, renderTable } from '../lib/figures.ts';
import { createNumbers, runSagasClosedLoop, runSagasOpenLoop, type SagaUnderLoad } from '../lib/saga-load.ts';
import { stopOnSignal } from '../lib/stop-on-signal.ts';
import { measureUsage, renderCpu, renderDatabase } from '../lib/usage.ts';
import { watchLog, type LogWatch, type Sightings } from './watch-log.ts';

const USAGE = `usage: npm run bench:orders -- [options]

Orders enter at the gateway over HTTP and run through every service, each a process of its own, every step durable. Open loop at
given rates, from when a request was due to when its resolution comes out of the log, beside the slowest step; then closed loop.

  --rates <numbers>  orders a second; default 10,50,100
  --seconds <n>      at each rate; default 15
  --warm <n>         seconds before; default 15
  --clients <n>      of the closed loop; default 64
  --sagas <n>        ends the closed loop after so many
  --help             this text`;

/** What is asked for. */
interface Request {
  readonly rates: readonly number[];
  readonly seconds: number;
  readonly warm: number;
  readonly clients: number;
  readonly sagas: number;
}

const root = join(import.meta.dirname, '../..');
const run = `bench-${process.pid}`;
const onError = (error: unknown): void => note(String(error));

const SKU = 'BENCH-1';
const STEPS = ['order.verified', 'items.reserved', 'shipment.booked'];
const FIRST_DAY_MS = Date.UTC(2010, 0, 4, 8);
const DAY_MS = 86_400_000;
/** Carriers have room for so many parcels a day, so the orders are spread over days. */
const ORDERS_A_DAY = 40;
const RESOLUTIONS = new Set(['order.confirmed', 'order.rejected']);

const numbers = createNumbers();

const placeOrder = async (gatewayUrl: string, index: number): Promise<string> => {
  const key = `${run}-${index}`;
  const body = {
    customerId: `customer-${index}`,
    placedAt: new Date(FIRST_DAY_MS + Math.floor(index / ORDERS_A_DAY) * DAY_MS).toISOString(),
    country: 'GB',
    currency: 'GBP',
    totalMinor: 510,
    lines: [{ sku: SKU, description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: 2, unitPriceMinor: 255 }],
  };
  const response = await fetch(`${gatewayUrl}/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
  if (response.status !== 202) throw new Error(`the gateway answered ${response.status}`);
  return conversationIdOf(DEFAULT_TENANT, key);
};

/** Orders, seen from the gateway to the log. */
const underLoad = (gatewayUrl: string, watch: LogWatch): SagaUnderLoad & { readonly rejected: () => number } => {
  const ended = new Map<number, Sightings>();
  let rejected = 0;
  return {
    rejected: () => rejected,
    run: async (index) => {
      const sightings = await watch.resolved(await placeOrder(gatewayUrl, index));
      ended.set(index, sightings);
      if (sightings.has('order.rejected')) rejected += 1;
      return [...RESOLUTIONS].flatMap((type) => sightings.get(type) ?? [])[0] ?? process.hrtime.bigint();
    },
    settle: () => undefined,
    slowestStepNs: (index) => {
      const seen = STEPS.flatMap((type) => ended.get(index)?.get(type) ?? []);
      return seen.toSorted((a, b) => (a < b ? 1 : -1))[0];
    },
  };
};

const openLoop = async (
  saga: ReturnType<typeof underLoad>,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<readonly string[]> => {
  const before = saga.rejected();
  const { resolved, slowestStep, difference } = await runSagasOpenLoop(saga, numbers, { perSecond, seconds, onError });
  return [
    `${perSecond}/s`,
    ...[resolved, slowestStep, difference].flatMap(({ p50, p99 }) => [ms(p50), ms(p99)]),
    String(resolved.missing),
    String(saga.rejected() - before),
  ];
};

const stockPlenty = async (troupe: Troupe): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-bench-'));
  const products = join(folder, 'products.json');
  writeFileSync(products, JSON.stringify([{ sku: SKU, orderedQuantity: 50_000_000 }]));
  await runCommand(
    [join(root, 'apps/inventory-agent/src/stock-goods.ts'), products, '--scarce', '0'],
    troupe.env,
    root,
  );
  rmSync(folder, { recursive: true });
};

/** Starts everything; a run that is cut short takes it along. */
const start = async (): Promise<Troupe> => {
  const cut = new AbortController();
  const starting = startTroupe({
    root,
    flow: 'orders',
    progress: { step: note, live: () => undefined },
    onDeath: note,
    signal: cut.signal,
  });
  stopOnSignal(async () => {
    cut.abort();
    const started = await starting.catch(() => undefined);
    await started?.stop();
  });
  return starting;
};

const HEAD = ['', 'resolved p50', 'p99', 'slowest step p50', 'p99', 'difference p50', 'p99', 'missing', 'rejected'];

const measure = async (troupe: Troupe, { rates, seconds, warm, clients, sagas }: Request): Promise<void> => {
  await stockPlenty(troupe);
  const messaging = connectKafka({
    brokers: (troupe.env['KAFKA_BROKERS'] ?? '').split(','),
    clientId: 'bench',
    prefix: troupe.env['TROUPE_PREFIX'] ?? '',
    partitions: Number(troupe.env['TROUPE_PARTITIONS']),
  });
  const watch = await watchLog(messaging, { topics: EVENT_TYPES.map(({ type }) => type), resolutions: RESOLUTIONS });
  const saga = underLoad(troupe.gatewayUrl, watch);
  await runSagasClosedLoop(saga, numbers, { clients, seconds: warm, sagas, onError });
  const rows: (readonly string[])[] = [];
  for (const perSecond of rates) rows.push(await openLoop(saga, { perSecond, seconds }));
  const databaseUrl = troupe.env['DATABASE_URL'] ?? '';
  const usage = await measureUsage({ databaseUrl, own: 'load' }, () =>
    runSagasClosedLoop(saga, numbers, { clients, seconds, sagas, onError }),
  );
  const { resolved: most, perSecond } = usage.result;
  await watch.stop();
  await messaging.close();
  print(
    `Orders by HTTP through six services, every step durable, ${seconds} s each, in milliseconds from when the request was due`,
  );
  if (rates.length > 0) print(renderTable([HEAD, ...rows]));
  print(`Closed loop, ${clients} clients: ${perSecond.toFixed(0)} orders resolved a second`);
  print(renderCpu(usage, most, 'order'));
  print(renderDatabase(usage, most, 'order'));
};

await runBench({
  usage: USAGE,
  options: {
    rates: { type: 'string', default: '10,50,100' },
    seconds: { type: 'string', default: '15' },
    warm: { type: 'string', default: '15' },
    clients: { type: 'string', default: '64' },
    sagas: { type: 'string', default: 'Infinity' },
  },
  read: (values): Request => ({
    rates: numbersIn('rates', values.rates),
    seconds: numberIn('seconds', values.seconds),
    warm: numberIn('warm', values.warm),
    clients: numberIn('clients', values.clients),
    sagas: numberIn('sagas', values.sagas),
  }),
  run: async (request) => {
    const troupe = await start();
    try {
      await measure(troupe, request);
    } finally {
      await troupe.stop();
    }
  },
});
