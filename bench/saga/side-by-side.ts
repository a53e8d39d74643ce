import type { LocalStack } from '@troupe/local-stack';
import type { Figures } from '../lib/figures.ts';
import { PARALLEL } from '../lib/peer/contract.ts';
import type { SagaEffects } from '../lib/peer/ledger.ts';
import { startPeer, type RunningPeer } from '../lib/peer/start-peer.ts';
import { createNumbers, runSagasClosedLoop, runSagasOpenLoop, type Numbers } from '../lib/saga-load.ts';
import { measureUsage, type Usage } from '../lib/usage.ts';
import type { Peer } from './peers.ts';

/** What every peer is given. */
export interface SideBySideOptions {
  readonly rates: readonly number[];
  readonly seconds: number;
  readonly warm: number;
  readonly clients: number;
  /** Ends each closed loop after so many. */
  readonly sagas: number;
  /** How long the three tasks take, in milliseconds: one measurement each. */
  readonly tasks: readonly (readonly number[])[];
  readonly note: (text: string) => void;
  /** The run is cut short. */
  readonly cut: AbortSignal;
}

/** What was found at a rate. */
export interface AtRate {
  readonly perSecond: number;
  readonly resolved: Figures;
  /** From the slowest step to the resolution. */
  readonly difference: Figures;
}

/** What was found of a peer with tasks of some length. */
export interface Found {
  readonly peer: Peer;
  readonly tasksMs: readonly number[];
  /** Rates beyond one that it could not keep up with are left out. */
  readonly rates: readonly AtRate[];
  readonly perSecond: number;
  /** CPU of all its processes and servers for each saga, in milliseconds. */
  readonly cpuMs: number;
  readonly usage: Usage;
  readonly resolved: number;
  /** Sagas that did not end within half a minute. */
  readonly missing: number;
  /** Effects of tasks beyond the first of each step. */
  readonly repeated: number;
}

/** At a median above this it does not keep up: what is sent waits for what was sent before. */
const OVERLOADED_MS = 2_000;
/** Of the warming up: what was compiled for the first tasks is there for the next. */
const AGAIN = 1 / 3;
const SERVERS = ['Kafka', 'registry', 'PostgreSQL'];
const STEPS = PARALLEL.length + 1;

const openLoops = async (running: RunningPeer, tasksMs: readonly number[], numbers: Numbers, o: SideBySideOptions) => {
  const found: AtRate[] = [];
  for (const perSecond of o.rates) {
    const load = { perSecond, seconds: o.seconds, onError: (error: unknown) => o.note(String(error)) };
    const { resolved, difference } = await runSagasOpenLoop(running.sagas(tasksMs), numbers, load);
    found.push({ perSecond, resolved, difference });
    if (!(resolved.p50 < OVERLOADED_MS)) break;
  }
  return found;
};

/** CPU of the peer for each saga: of everything but the servers that it does not use. */
export const cpuOf = (
  peer: Pick<Peer, 'servers'>,
  usage: Pick<Usage, 'cpu'>,
  resolved: number,
): { readonly each: number; readonly cpu: Usage['cpu'] } => {
  const cpu = new Map([...usage.cpu].filter(([name]) => !SERVERS.includes(name) || peer.servers.includes(name)));
  return { cpu, each: [...cpu.values()].reduce((sum, ms) => sum + ms, 0) / resolved };
};

const repeatedIn = (effects: ReadonlyMap<string, SagaEffects>): number =>
  [...effects.values()].reduce((sum, { repeated }) => sum + repeated, 0);

/** Every saga that ended has had the effect of every step: otherwise something else was measured. */
const requireEffects = (peer: Peer, effects: ReadonlyMap<string, SagaEffects>, resolved: number): void => {
  const whole = [...effects.values()].filter(({ steps }) => steps === STEPS).length;
  if (whole < resolved) throw new Error(`${peer.title}: ${resolved} sagas ended, ${whole} had all their effects`);
};

const measure = async (running: RunningPeer, peer: Peer, databaseUrl: string, options: SideBySideOptions) => {
  const numbers = createNumbers();
  const { clients, seconds, warm, sagas, note } = options;
  const closed = { clients, sagas, onError: (error: unknown) => note(String(error)) };
  const found: Found[] = [];
  for (const tasksMs of options.tasks) {
    const under = running.sagas(tasksMs);
    await runSagasClosedLoop(under, numbers, { ...closed, seconds: found.length === 0 ? warm : warm * AGAIN });
    const rates = await openLoops(running, tasksMs, numbers, options);
    const usage = await measureUsage({ databaseUrl, own: 'load' }, () =>
      runSagasClosedLoop(under, numbers, { ...closed, seconds }),
    );
    const { resolved, perSecond, missing } = usage.result;
    const { each, cpu } = cpuOf(peer, usage, resolved);
    const effects = running.effects();
    requireEffects(peer, effects, resolved);
    const lost = rates.reduce((sum, each) => sum + each.resolved.missing, missing);
    const repeated = repeatedIn(effects) - found.reduce((sum, earlier) => sum + earlier.repeated, 0);
    const own = { ...usage, cpu };
    found.push({ peer, tasksMs, rates, perSecond, cpuMs: each, usage: own, resolved, missing: lost, repeated });
    note(`${peer.title}, tasks of ${tasksMs.join('/')} ms: ${perSecond.toFixed(0)} sagas/s`);
  }
  return found;
};

/** Measures one peer after the other, each with tasks of every length. One that fails is told of, and the others go on. */
export const runSideBySide = async (
  stack: LocalStack,
  peers: readonly Peer[],
  options: SideBySideOptions,
): Promise<readonly Found[]> => {
  const found: Found[] = [];
  const isCut = (): boolean => options.cut.aborted;
  for (const peer of peers) {
    if (isCut()) break;
    options.note(`${peer.title}…`);
    try {
      const running = await startPeer(stack, peer);
      try {
        found.push(...(await measure(running, peer, stack.databaseUrl, options)));
      } finally {
        await running.stop();
      }
    } catch (error) {
      if (!isCut()) options.note(`${peer.title} failed: ${String(error)}`);
      process.exitCode = 1;
    }
  }
  return found;
};
