import { setTimeout as delay } from 'node:timers/promises';
import type { LocalStack } from '@troupe/local-stack';
import { renderTable } from '../lib/figures.ts';
import type { Worker } from '../lib/worker.ts';
import { openHopBed } from './hop-bed.ts';
import { THROUGHPUT_VARIANTS } from './hop.ts';

/** How much is waiting when each of them begins. */
export interface ThroughputOptions {
  readonly events: number;
  readonly note: (text: string) => void;
}

const AT_ONCE = 500;
const POLL_MS = 25;
const CORE = 1;

/** Takes reports until so many answers have come; resolves to their number and the CPU that they cost. */
const collect = async (worker: Worker, atLeast: number): Promise<{ answers: number; cpuMs: number }> => {
  const collected = { answers: 0, cpuMs: 0 };
  while (collected.answers < atLeast) {
    await delay(POLL_MS);
    const { latenciesMs, cpuMs } = await worker.report();
    collected.answers += latenciesMs.length;
    collected.cpuMs += cpuMs;
  }
  return collected;
};

const measure = async (
  stack: LocalStack,
  variant: (typeof THROUGHPUT_VARIANTS)[number],
  { events, note }: ThroughputOptions,
): Promise<readonly string[]> => {
  const bed = await openHopBed(stack, `throughput-${variant.short}`);
  for (let first = 0; first < events; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, events - first);
    await Promise.all(Array.from({ length: count }, (_, index) => bed.send(first + index, 0n)));
  }
  const worker = await bed.startWorker(variant.worker, { args: variant.args, core: CORE });
  const beganMs = performance.now();
  // What starting has cost does not count; that code is not compiled yet does, for each of them.
  const begun = await worker.report();
  const { answers, cpuMs } = await collect(worker, events - begun.latenciesMs.length);
  const seconds = (performance.now() - beganMs) / 1_000;
  worker.stop();
  await bed.close();
  note(`throughput: ${variant.name}: ${answers} answers in ${seconds.toFixed(1)} s`);
  return [
    variant.name,
    (answers / seconds).toFixed(0),
    ((answers / cpuMs) * 1_000).toFixed(0),
    ((cpuMs / answers) * 1_000).toFixed(0),
  ];
};

/** A backlog answered on one core. What one core would give to itself alone is told by the CPU that was used. */
export const benchThroughput = async (stack: LocalStack, options: ThroughputOptions): Promise<string> => {
  const rows: (readonly string[])[] = [];
  for (const variant of THROUGHPUT_VARIANTS) rows.push(await measure(stack, variant, options));
  const title = `A backlog of ${options.events} events on one core`;
  return `${title}\n\n${renderTable([['', 'answers/s', 'per second of CPU', 'CPU µs each'], ...rows])}`;
};
