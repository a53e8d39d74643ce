import { parseArgs } from 'node:util';
import type { LocalStack } from '@troupe/local-stack';
import { benchFootprint } from './footprint/footprint.ts';
import { benchHop } from './hop/hop.ts';
import { benchThroughput } from './hop/throughput.ts';
import { withStack } from './lib/stop-on-signal.ts';
import { benchManyAgents } from './many/many-agents.ts';
import { benchSlowHandler } from './slow/slow-handler.ts';

/**
 * `npm run bench`: everything that is measured of one agent and of many, beside kafkajs by hand, in one run on one stack.
 * `--quick` takes two minutes and says less; `--only hop,many` runs some of it.
 */
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const note = (text: string): void => void process.stderr.write(`${text}\n`);

/** What is measured, by name: in full, and quickly. */
type Section = (stack: LocalStack) => Promise<string>;
const full: Readonly<Record<string, Section>> = {
  hop: (stack) => benchHop(stack, { rate: 200, seconds: 10, rounds: 2, note }),
  throughput: (stack) => benchThroughput(stack, { events: 60_000, note }),
  slow: (stack) => benchSlowHandler(stack, { handlerMs: 50, conversations: 64, each: 40 }),
  footprint: (stack) => benchFootprint(stack, { seconds: 30 }),
  many: (stack) => benchManyAgents(stack, { sizes: [10, 100, 1_000], perSecond: 200, seconds: 10, note }),
};
const quick: typeof full = {
  hop: (stack) => benchHop(stack, { rate: 200, seconds: 3, rounds: 1, note }),
  throughput: (stack) => benchThroughput(stack, { events: 10_000, note }),
  slow: (stack) => benchSlowHandler(stack, { handlerMs: 50, conversations: 64, each: 10 }),
  footprint: (stack) => benchFootprint(stack, { seconds: 3 }),
  many: (stack) => benchManyAgents(stack, { sizes: [10, 50], perSecond: 100, seconds: 3, note }),
};

const sections = values.quick ? quick : full;
const wanted = values.only === '' ? Object.keys(sections) : values.only.split(',');
await withStack(note, async (stack) => {
  process.stdout.write(`${stack.description}\n\n`);
  for (const name of wanted) {
    const section = sections[name];
    if (section === undefined) throw new Error(`there is no '${name}': ${Object.keys(sections).join(', ')}`);
    process.stdout.write(`${await section(stack)}\n\n`);
  }
});
