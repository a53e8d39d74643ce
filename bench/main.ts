import type { LocalStack } from '@troupe/local-stack';
import { benchFootprint } from './footprint/footprint.ts';
import { benchHop } from './hop/hop.ts';
import { benchThroughput } from './hop/throughput.ts';
import { namesIn, note, print, runBench } from './lib/bench-command.ts';
import { withStack } from './lib/stop-on-signal.ts';
import { benchManyAgents } from './many/many-agents.ts';
import { benchSlowHandler } from './slow/slow-handler.ts';

const SECTIONS = ['hop', 'throughput', 'slow', 'footprint', 'many'] as const;

const USAGE = `usage: npm run bench -- [options]

Everything that is measured of one agent and of many, beside kafkajs by hand, in one run on servers of its own.

  --only <sections>  some of ${SECTIONS.join(', ')}, with commas between
  --quick            fewer events, in two minutes: whether it works, not how fast
  --help             this text`;

/** What is measured, by name: in full, and quickly. */
type Sections = Readonly<Record<(typeof SECTIONS)[number], (stack: LocalStack) => Promise<string>>>;
const full: Sections = {
  hop: (stack) => benchHop(stack, { rate: 200, seconds: 10, rounds: 2, note }),
  throughput: (stack) => benchThroughput(stack, { events: 60_000, note }),
  slow: (stack) => benchSlowHandler(stack, { handlerMs: 50, conversations: 64, each: 40 }),
  footprint: (stack) => benchFootprint(stack, { seconds: 30 }),
  many: (stack) => benchManyAgents(stack, { sizes: [10, 100, 1_000], perSecond: 200, seconds: 10, note }),
};
const quick: Sections = {
  hop: (stack) => benchHop(stack, { rate: 200, seconds: 3, rounds: 1, note }),
  throughput: (stack) => benchThroughput(stack, { events: 10_000, note }),
  slow: (stack) => benchSlowHandler(stack, { handlerMs: 50, conversations: 64, each: 10 }),
  footprint: (stack) => benchFootprint(stack, { seconds: 3 }),
  many: (stack) => benchManyAgents(stack, { sizes: [10, 50], perSecond: 100, seconds: 3, note }),
};

await runBench({
  usage: USAGE,
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', default: SECTIONS.join(',') } },
  read: ({ quick: isQuick, only }) => ({
    sections: isQuick ? quick : full,
    wanted: namesIn('only', only, SECTIONS),
  }),
  run: ({ sections, wanted }) =>
    withStack(note, async (stack) => {
      print(stack.description);
      for (const name of wanted) print(await sections[name](stack));
    }),
});
