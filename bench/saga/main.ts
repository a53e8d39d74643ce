import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { conversationIdOf, DEFAULT_TENANT } from '@troupe/contracts';
import { runCommand, startTroupe, type Troupe } from '@troupe/local-stack';
import { connectKafka } from '@troupe/messaging';
import { figuresOf, ms, renderTable } from '../lib/figures.ts';
import { runOpenLoop } from '../lib/open-loop.ts';
import { measureUsage, renderCpu, renderDatabase } from '../lib/usage.ts';
import { watchOrders, type OrderWatch, type Sightings } from './watch-orders.ts';

/**
 * `npm run bench:saga`: orders enter at the gateway over HTTP and run through every service, each a process of its own, every
 * step durable. Open loop at given rates, from when the request was due to when the resolution comes out of the log, beside the
 * slowest step; then closed loop, for the most orders resolved a second.
 */
const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '10,50,100' },
    seconds: { type: 'string', default: '15' },
    clients: { type: 'string', default: '64' },
  },
});
const rates = values.rates.split(',').filter(Boolean).map(Number);
const seconds = Number(values.seconds);
const clients = Number(values.clients);
const root = join(import.meta.dirname, '../..');
const run = `bench-${process.pid}`;
const note = (text: string): void => void process.stderr.write(`${text}\n`);

const SKU = 'BENCH-1';
const STEPS = ['order.verified', 'items.reserved', 'shipment.booked'];
const FIRST_DAY_MS = Date.UTC(2010, 0, 4, 8);
const DAY_MS = 86_400_000;
/** Carriers have room for so many parcels a day, so the orders are spread over days. */
const ORDERS_A_DAY = 40;
const LOST_AFTER_MS = 30_000;

let count = 0;

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

const elapsed = (fromNs: bigint, toNs: bigint | undefined): number =>
  toNs === undefined ? Number.POSITIVE_INFINITY : Number(toNs - fromNs) / 1e6;

const resolutionOf = (sightings: Sightings): bigint | undefined =>
  sightings.get('order.confirmed') ?? sightings.get('order.rejected');

const slowestStepOf = (sightings: Sightings): bigint | undefined =>
  STEPS.flatMap((type) => sightings.get(type) ?? []).reduce<bigint | undefined>(
    (latest, at) => (latest === undefined || at > latest ? at : latest),
    undefined,
  );

const openLoop = async (troupe: Troupe, watch: OrderWatch, rate: number): Promise<readonly string[]> => {
  const orders: Promise<{ dueNs: bigint; sightings: Sightings } | undefined>[] = [];
  const follow = async (index: number, dueNs: bigint) => {
    const conversationId = await placeOrder(troupe.gatewayUrl, index);
    const sightings = await Promise.race([
      watch.resolved(conversationId),
      delay(LOST_AFTER_MS, undefined, { ref: false }),
    ]);
    return sightings && { dueNs, sightings };
  };
  const first = count;
  const total = await runOpenLoop({
    perSecond: rate,
    seconds,
    send: (index, dueNs) => {
      count += 1;
      orders.push(follow(first + index, dueNs).catch((error: unknown) => void note(String(error))));
    },
  });
  const done = (await Promise.all(orders)).filter((order) => order !== undefined);
  const resolution = figuresOf(
    done.map(({ dueNs, sightings }) => elapsed(dueNs, resolutionOf(sightings))),
    total,
  );
  const slowest = figuresOf(
    done.map(({ dueNs, sightings }) => elapsed(dueNs, slowestStepOf(sightings))),
    total,
  );
  const over = figuresOf(
    done.map(({ sightings }) => elapsed(slowestStepOf(sightings) ?? 0n, resolutionOf(sightings))),
    total,
  );
  const rejected = done.filter(({ sightings }) => sightings.has('order.rejected')).length;
  return [
    `${rate}/s`,
    ms(resolution.p50),
    ms(resolution.p99),
    ms(slowest.p50),
    ms(slowest.p99),
    ms(over.p50),
    ms(over.p99),
    String(resolution.missing),
    String(rejected),
  ];
};

const closedLoop = async (troupe: Troupe, watch: OrderWatch): Promise<number> => {
  const untilMs = performance.now() + seconds * 1_000;
  let resolved = 0;
  const client = async (): Promise<void> => {
    while (performance.now() < untilMs) {
      const conversationId = await placeOrder(troupe.gatewayUrl, count++);
      await watch.resolved(conversationId);
      if (performance.now() < untilMs) resolved += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return resolved;
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

const interrupt = new AbortController();
process.once('SIGINT', () => interrupt.abort());
const troupe = await startTroupe({
  root,
  progress: { step: note, live: () => undefined },
  onDeath: note,
  signal: interrupt.signal,
});
try {
  await stockPlenty(troupe);
  const messaging = connectKafka({
    brokers: (troupe.env['KAFKA_BROKERS'] ?? '').split(','),
    clientId: 'bench',
    prefix: troupe.env['TROUPE_PREFIX'] ?? '',
    partitions: Number(troupe.env['TROUPE_PARTITIONS']),
  });
  const watch = await watchOrders(messaging);
  await openLoop(troupe, watch, 20);
  const rows: (readonly string[])[] = [];
  for (const rate of rates) rows.push(await openLoop(troupe, watch, rate));
  const databaseUrl = troupe.env['DATABASE_URL'] ?? '';
  const usage = await measureUsage({ databaseUrl, own: 'load' }, () => closedLoop(troupe, watch));
  const most = usage.result;
  await watch.stop();
  await messaging.close();
  process.stdout.write(
    `Orders by HTTP through six services, every step durable, ${seconds} s each, in milliseconds from when the request was due\n\n`,
  );
  const head = ['', 'resolved p50', 'p99', 'slowest step p50', 'p99', 'difference p50', 'p99', 'missing', 'rejected'];
  process.stdout.write(
    `${renderTable([head, ...rows])}\n\nClosed loop, ${clients} clients: ${(most / seconds).toFixed(0)} orders resolved a second\n\n`,
  );
  process.stdout.write(`${renderCpu(usage, most, 'order')}\n\n${renderDatabase(usage, most, 'order')}\n`);
} finally {
  await troupe.stop();
}
