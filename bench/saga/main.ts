import type { Parsed } from '@troupe/agent-sdk/command';
import type { LocalStack } from '@troupe/local-stack';
import { namesIn, note, numberIn, numbersIn, print, runBench } from '../lib/bench-command.ts';
import { withStack } from '../lib/stop-on-signal.ts';
import { renderCpu, renderDatabase } from '../lib/usage.ts';
import { benchCatchUp } from './catch-up.ts';
import { benchCoordinators } from './coordinators.ts';
import { benchGrowth } from './growth/growth.ts';
import { benchListing } from './listing.ts';
import { missingOf, PEERS } from './peers.ts';
import { renderNotes, renderTables, renderVerdict } from './report.ts';
import { runSideBySide, type SideBySideOptions } from './side-by-side.ts';

const SECTIONS = ['peers', 'coordinators', 'growth', 'listing', 'catch-up'] as const;
const PEER_NAMES = PEERS.map(({ name }) => name);

const USAGE = `usage: npm run bench:saga -- [options]

The saga of four steps (accept, three side by side, join), by Troupe, by hand with kafkajs, and by the peers that are installed,
one after the other on servers of their own.

  --only <sections>   some of ${SECTIONS.join(', ')}, with commas between
  --peers <names>     some of ${PEER_NAMES.join(', ')}
  --tasks <names>     how long the longest task is, in milliseconds: 0, 40; default both
  --rates <numbers>   sagas a second, open loop; default 10,50,100
  --seconds <n>       at each rate; default 10
  --warm <n>          seconds before; default 10
  --clients <n>       of the closed loop; default 64
  --sagas <n>         ends the closed loop after so many
  --cpu               prints CPU by process, too
  --quick             less of everything, in two minutes: whether it works, not how fast
  --help              this text`;

/** The three tasks, by the length of the longest. */
const TASKS = { '0': [0, 0, 0], '40': [40, 20, 10] } as const;
const TASK_NAMES = ['0', '40'] as const;

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string', default: SECTIONS.join(',') },
  peers: { type: 'string', default: PEER_NAMES.join(',') },
  tasks: { type: 'string', default: TASK_NAMES.join(',') },
  rates: { type: 'string' },
  seconds: { type: 'string' },
  warm: { type: 'string' },
  clients: { type: 'string', default: '64' },
  sagas: { type: 'string', default: 'Infinity' },
  cpu: { type: 'boolean', default: false },
} as const;

const read = (values: Parsed<typeof OPTIONS>['values']) => ({
  quick: values.quick,
  cpu: values.cpu,
  wanted: namesIn('only', values.only, SECTIONS),
  peers: namesIn('peers', values.peers, PEER_NAMES),
  options: {
    rates: numbersIn('rates', values.rates ?? (values.quick ? '50' : '10,50,100')),
    seconds: numberIn('seconds', values.seconds ?? (values.quick ? '1' : '10')),
    warm: numberIn('warm', values.warm ?? (values.quick ? '1' : '10')),
    clients: numberIn('clients', values.clients),
    sagas: numberIn('sagas', values.sagas),
    tasks: namesIn('tasks', values.tasks, TASK_NAMES).map((name) => TASKS[name]),
    note,
  } satisfies Omit<SideBySideOptions, 'cut'>,
});
type Request = ReturnType<typeof read>;

/** Where it is measured, until it is cut short. */
interface Run {
  readonly stack: LocalStack;
  readonly cut: AbortSignal;
}

const benchPeers = async ({ stack, cut }: Run, { peers, options, cpu }: Request): Promise<void> => {
  const asked = PEERS.filter(({ name }) => peers.includes(name));
  const here = asked.filter((peer) => missingOf(peer) === undefined);
  const found = await runSideBySide(stack, here, { ...options, cut });
  for (const tasksMs of options.tasks) {
    const alike = found.filter((each) => each.tasksMs === tasksMs);
    print(`## Tasks of ${tasksMs.join(' / ')} ms, ${options.seconds} s at each rate, then ${options.clients} clients`);
    print(renderTables(alike, options.rates));
    const verdict = renderVerdict(alike);
    if (verdict !== undefined) print(verdict);
  }
  if (cpu)
    for (const { peer, tasksMs, usage, resolved } of found) {
      print(`${peer.title}, tasks of ${tasksMs.join(' / ')} ms, ${options.clients} clients`);
      print(renderCpu(usage, resolved, 'saga'));
      if (peer.servers.includes('PostgreSQL')) print(renderDatabase(usage, resolved, 'saga'));
    }
  print(`What is compared:\n\n${renderNotes(here)}`);
  for (const peer of asked) {
    const missing = missingOf(peer);
    if (missing !== undefined) print(`Not installed, so not measured: ${peer.title}: ${missing}`);
  }
};

type Section = (run: Run, request: Request) => Promise<void>;
const sections: Readonly<Record<(typeof SECTIONS)[number], Section>> = {
  peers: benchPeers,
  coordinators: async ({ stack }, { quick, options: { seconds, warm, clients } }) =>
    print(await benchCoordinators(stack, { instances: quick ? [1, 2] : [1, 2, 4], seconds, warm, clients, note })),
  growth: async ({ stack }, { quick }) => {
    const sizes = quick ? [1_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000];
    print(await benchGrowth(stack, { sizes, sagas: quick ? 500 : 1_000, note }));
  },
  listing: async ({ stack }, { quick }) => {
    const sizes = quick ? [1_000, 100_000] : [1_000, 1_000_000];
    print(await benchListing(stack, { sizes, times: 20, note }));
  },
  'catch-up': async ({ stack }, { quick, options: { warm, clients } }) =>
    print(await benchCatchUp(stack, { perSecond: 100, awaySeconds: quick ? 5 : 60, warm, clients, note })),
};

await runBench({
  usage: USAGE,
  options: OPTIONS,
  read,
  run: (request) =>
    withStack(note, async (stack, cut) => {
      print(stack.description);
      for (const name of request.wanted) await sections[name]({ stack, cut }, request);
    }),
});
