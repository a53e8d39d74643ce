import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { discoverServices, provision, startFleet, type LocalStack } from '@troupe/local-stack';
import { readProcess } from '../lib/cpu.ts';
import { renderTable } from '../lib/figures.ts';
import { memoryOf } from '../lib/memory.ts';
import { openHopBed } from '../hop/hop-bed.ts';

/** How long idle processes are looked at. */
export interface FootprintOptions {
  readonly seconds: number;
}

interface Idle {
  readonly name: string;
  readonly pid: number;
}

/** A process has come to rest when it has given back what its start took, and has waited in vain for a while. */
const SETTLE_MS = 20_000;
const PARTITIONS = 6;

const cpuMsOf = (pid: number): number => readProcess(String(pid))[0]?.ms ?? 0;

/** After a while in which nothing happens: memory, and CPU as a part of one core. */
const look = async (processes: readonly Idle[], seconds: number): Promise<readonly (readonly string[])[]> => {
  await delay(SETTLE_MS);
  const before = processes.map(({ pid }) => cpuMsOf(pid));
  await delay(seconds * 1_000);
  const found = processes.map(({ name, pid }, index) => ({
    name,
    ...memoryOf(pid),
    cpu: (cpuMsOf(pid) - (before[index] ?? 0)) / (seconds * 10),
  }));
  const whole = found.reduce((sum, { cpu }) => sum + cpu, 0);
  const sum = (what: 'resident' | 'proportional'): number => found.reduce((total, each) => total + each[what], 0);
  const together = { resident: sum('resident'), proportional: sum('proportional'), cpu: whole };
  const all = found.length > 1 ? [{ name: `all ${found.length}`, ...together }] : [];
  return [...found, ...all].map(({ name, resident, proportional, cpu }) => [
    name,
    resident.toFixed(0),
    proportional.toFixed(0),
    `${cpu.toFixed(2)} %`,
  ]);
};

const lookAtAgent = async (stack: LocalStack, kind: 'pure' | 'storing', seconds: number) => {
  const bed = await openHopBed(stack, `idle-${kind}`);
  const worker = await bed.startWorker('sdk.worker.ts', { args: [kind] });
  const rows = await look([{ name: `one ${kind} agent`, pid: worker.pid }], seconds);
  worker.stop();
  await bed.close();
  return rows;
};

const lookAtFleet = async (stack: LocalStack, seconds: number) => {
  const services = discoverServices(join(import.meta.dirname, '../..'));
  const prefix = 'bench-fleet.';
  const { kafkaBrokers, schemaRegistryUrl, databaseUrl } = stack;
  await provision({ kafkaBrokers, schemaRegistryUrl, prefix, partitions: PARTITIONS }, services);
  const pids: number[] = [];
  const fleet = await startFleet({
    services,
    env: {
      ...process.env,
      KAFKA_BROKERS: kafkaBrokers.join(','),
      SCHEMA_REGISTRY_URL: schemaRegistryUrl,
      DATABASE_URL: databaseUrl,
      TROUPE_PREFIX: prefix,
      TROUPE_PARTITIONS: String(PARTITIONS),
    },
    ports: {},
    logFolder: join(import.meta.dirname, '../../.troupe'),
    onSpawn: (pid) => void pids.push(pid),
    onDeath: (message) => void process.stderr.write(`${message}\n`),
    progress: () => undefined,
  });
  const rows = await look(
    services.map(({ name }, index) => ({ name, pid: pids[index] ?? 0 })),
    seconds,
  );
  await fleet.stop();
  return rows;
};

/** What agents and services cost while nothing happens. */
export const benchFootprint = async (stack: LocalStack, { seconds }: FootprintOptions): Promise<string> => {
  const rows = [
    ...(await lookAtAgent(stack, 'pure', seconds)),
    ...(await lookAtAgent(stack, 'storing', seconds)),
    ...(await lookAtFleet(stack, seconds)),
  ];
  return `Idle for ${seconds} s\n\n${renderTable([['process', 'MB', 'MB, what is shared divided', 'of a core'], ...rows])}`;
};
