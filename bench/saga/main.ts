import { parseArgs } from 'node:util';
import type { LocalStack } from '@troupe/local-stack';
import { withStack } from '../lib/stop-on-signal.ts';
import { renderCpu, renderDatabase } from '../lib/usage.ts';
import { benchCatchUp } from './catch-up.ts';
import { benchCoordinators } from './coordinators.ts';
import { benchGrowth } from './growth/growth.ts';
import { benchListing } from './listing.ts';
import { missingOf, PEERS } from './peers.ts';
import { renderNotes, renderTables, renderVerdict } from './report.ts';
import { runSideBySide, type SideBySideOptions } from './side-by-side.ts';

/**
 * `npm run bench:saga`: the saga of four steps (accept, three side by side, join), by Troupe, by hand with kafkajs, and by the
 * peers that are installed, one after the other on one stack. `--only` picks sections and peers, `--quick` says less in two
 * minutes.
 */
const SECTIONS = ['peers', 'coordinators', 'growth', 'listing', 'catch-up'] as const;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: SECTIONS.join(',') },
    peers: { type: 'string', default: PEERS.map(({ name }) => name).join(',') },
    tasks: { type: 'string', default: '0,40' },
    rates: { type: 'string' },
    seconds: { type: 'string' },
    warm: { type: 'string' },
    clients: { type: 'string', default: '64' },
    sagas: { type: 'string', default: 'Infinity' },
    cpu: { type: 'boolean', default: false },
  },
});
const note = (text: string): void => void process.stderr.write(`${text}\n`);
const print = (text: string): void => void process.stdout.write(`${text}\n\n`);
const { quick } = values;

/** Which of `all` were asked for. @throws naming what there is not */
const pick = <Name extends string>(all: readonly Name[], asked: string): readonly Name[] => {
  const names = asked.split(',').filter(Boolean);
  const unknown = names.filter((name) => !all.some((each) => each === name));
  if (unknown.length > 0) throw new Error(`there is no '${unknown.join("', '")}': ${all.join(', ')}`);
  return all.filter((name) => names.includes(name));
};

/** The three tasks, by the length of the longest. */
const TASKS: Readonly<Record<string, readonly number[]>> = { '0': [0, 0, 0], '40': [40, 20, 10] };

const options: Omit<SideBySideOptions, 'cut'> = {
  rates: (values.rates ?? (quick ? '50' : '10,50,100')).split(',').filter(Boolean).map(Number),
  seconds: Number(values.seconds ?? (quick ? 1 : 10)),
  warm: Number(values.warm ?? (quick ? 1 : 10)),
  clients: Number(values.clients),
  sagas: Number(values.sagas),
  tasks: pick(Object.keys(TASKS), values.tasks).flatMap((name) => (TASKS[name] ? [TASKS[name]] : [])),
  note,
};

const benchPeers = async (stack: LocalStack, cut: AbortSignal): Promise<void> => {
  const names = pick(
    PEERS.map(({ name }) => name),
    values.peers,
  );
  const asked = PEERS.filter(({ name }) => names.includes(name));
  const here = asked.filter((peer) => missingOf(peer) === undefined);
  const found = await runSideBySide(stack, here, { ...options, cut });
  for (const tasksMs of options.tasks) {
    const alike = found.filter((each) => each.tasksMs === tasksMs);
    print(`## Tasks of ${tasksMs.join(' / ')} ms, ${options.seconds} s at each rate, then ${options.clients} clients`);
    print(renderTables(alike, options.rates));
    const verdict = renderVerdict(alike);
    if (verdict !== undefined) print(verdict);
  }
  if (values.cpu)
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

const { seconds, warm, clients } = options;
const sections: Readonly<Record<(typeof SECTIONS)[number], (stack: LocalStack, cut: AbortSignal) => Promise<void>>> = {
  peers: benchPeers,
  coordinators: async (stack) =>
    print(await benchCoordinators(stack, { instances: quick ? [1, 2] : [1, 2, 4], seconds, warm, clients, note })),
  growth: async (stack) => {
    const sizes = quick ? [1_000, 100_000] : [1_000, 10_000, 100_000, 1_000_000];
    print(await benchGrowth(stack, { sizes, sagas: quick ? 500 : 1_000, note }));
  },
  listing: async (stack) => {
    const sizes = quick ? [1_000, 100_000] : [1_000, 1_000_000];
    print(await benchListing(stack, { sizes, times: 20, note }));
  },
  'catch-up': async (stack) =>
    print(await benchCatchUp(stack, { perSecond: 100, awaySeconds: quick ? 5 : 60, warm, clients, note })),
};

const wanted = pick(SECTIONS, values.only);
await withStack(note, async (stack, cut) => {
  print(stack.description);
  for (const name of wanted) await sections[name](stack, cut);
});
