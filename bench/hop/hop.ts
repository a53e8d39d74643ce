import { setTimeout as delay } from 'node:timers/promises';
import type { LocalStack } from '@troupe/local-stack';
import { figuresOf, ms, renderTable } from '../lib/figures.ts';
import { runOpenLoop } from '../lib/open-loop.ts';
import { openHopBed } from './hop-bed.ts';

/** Who answers: by hand, and by the SDK. */
export const VARIANTS = [
  { name: 'kafkajs by hand', worker: 'by-hand.worker.ts', args: [], short: 'hand' },
  { name: 'pure agent', worker: 'sdk.worker.ts', args: ['pure'], short: 'pure' },
  { name: 'storing agent', worker: 'sdk.worker.ts', args: ['storing'], short: 'storing' },
] as const;

/** The same, and by hand with the headers that an agent writes: what is left is what delivery costs. */
export const THROUGHPUT_VARIANTS = [
  VARIANTS[0],
  { name: 'by hand, same headers', worker: 'by-hand.worker.ts', args: ['envelope'], short: 'envelope' },
  ...VARIANTS.slice(1),
] as const;

/** How a hop is measured. */
export interface HopOptions {
  readonly rate: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly note: (text: string) => void;
}

const WARM_UP_SECONDS = 5;
const SETTLE_MS = 2_000;

const measure = async (
  stack: LocalStack,
  variant: (typeof VARIANTS)[number],
  { rate, seconds, note }: HopOptions,
  round: number,
): Promise<readonly number[]> => {
  const bed = await openHopBed(stack, `hop-${variant.short}-${round}`);
  const worker = await bed.startWorker(variant.worker, { args: variant.args });
  let sent = 0;
  const send = (_: number, dueNs: bigint): void =>
    void bed.send(sent++, dueNs).catch((error: unknown) => note(String(error)));
  await runOpenLoop({ perSecond: rate, seconds: WARM_UP_SECONDS, send });
  await delay(SETTLE_MS);
  await worker.report();
  await runOpenLoop({ perSecond: rate, seconds, send });
  await delay(SETTLE_MS);
  const { latenciesMs } = await worker.report();
  worker.stop();
  await bed.close();
  return latenciesMs;
};

/** One hop at a fixed rate, open loop, from when an event was due to when Kafka has acknowledged its answer. */
export const benchHop = async (stack: LocalStack, options: HopOptions): Promise<string> => {
  const { rate, seconds, rounds, note } = options;
  const all = new Map<string, number[]>(VARIANTS.map(({ name }) => [name, []]));
  for (let round = 1; round <= rounds; round++)
    for (const variant of VARIANTS) {
      const latencies = await measure(stack, variant, options, round);
      all.get(variant.name)?.push(...latencies);
      note(`round ${round}: ${variant.name}: p50 ${ms(figuresOf(latencies, rate * seconds).p50).trim()} ms`);
    }
  const rows = [...all].map(([name, latencies]) => {
    const { p50, p99, p999, count, missing } = figuresOf(latencies, rate * seconds * rounds);
    return [name, ms(p50), ms(p99), ms(p999), String(count), String(missing)];
  });
  const title = `One hop at ${rate} events/s, open loop, ${seconds} s in each of ${rounds} rounds, in milliseconds`;
  return `${title}\n\n${renderTable([['', 'p50', 'p99', 'p99.9', 'answers', 'missing'], ...rows])}`;
};
