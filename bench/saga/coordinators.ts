import { setTimeout as delay } from 'node:timers/promises';
import type { LocalStack } from '@troupe/local-stack';
import { readProcess } from '../lib/cpu.ts';
import { renderMarkdown } from '../lib/figures.ts';
import { createNumbers, runSagasClosedLoop, type Numbers } from '../lib/saga-load.ts';
import { openTroupe, type CoordinatorProcess, type TroupeProcesses } from './troupe/troupe-processes.ts';

/** How many coordinators, and what they are given. */
export interface CoordinatorsOptions {
  readonly instances: readonly number[];
  readonly seconds: number;
  readonly warm: number;
  readonly clients: number;
  readonly note: (text: string) => void;
}

/** Sagas whose steps have all ended while the coordinators were frozen: shorter than it takes a broker to give one up. */
const BACKLOG = 1_500;
const POLL_MS = 50;

const cpuMsOf = (coordinators: readonly CoordinatorProcess[]): number =>
  coordinators.reduce((sum, { pid }) => sum + (readProcess(String(pid))[0]?.ms ?? 0), 0);

const freeze = (coordinators: readonly CoordinatorProcess[], signal: 'SIGSTOP' | 'SIGCONT'): void => {
  for (const coordinator of coordinators) coordinator.freeze(signal);
};

/** Resolutions a second when nobody else has anything to do: the answers of all steps are in the log. */
const drain = async ({ sagas }: TroupeProcesses, coordinators: readonly CoordinatorProcess[], numbers: Numbers) => {
  freeze(coordinators, 'SIGSTOP');
  const indexes = Array.from({ length: BACKLOG }, () => numbers.next());
  const all = Promise.all(indexes.map((index) => sagas.run(index)));
  do {
    await delay(POLL_MS);
    sagas.settle();
  } while (indexes.some((index) => sagas.slowestStepNs(index) === undefined));
  const wokenNs = process.hrtime.bigint();
  freeze(coordinators, 'SIGCONT');
  const lastNs = (await all).reduce((latest, each) => (each > latest ? each : latest));
  return (BACKLOG * 1e9) / Number(lastNs - wokenNs);
};

const measure = async (stack: LocalStack, count: number, options: CoordinatorsOptions): Promise<readonly string[]> => {
  const { seconds, warm, clients, note } = options;
  const troupe = await openTroupe(stack, `coordinators-${count}`);
  try {
    const coordinators = await Promise.all(Array.from({ length: count }, () => troupe.startCoordinator()));
    const numbers = createNumbers();
    const load = { clients, onError: (error: unknown) => note(String(error)) };
    await runSagasClosedLoop(troupe.sagas, numbers, { ...load, seconds: warm });
    const before = cpuMsOf(coordinators);
    const { resolved, perSecond, missing } = await runSagasClosedLoop(troupe.sagas, numbers, { ...load, seconds });
    const cpuMs = (cpuMsOf(coordinators) - before) / resolved;
    const drained = await drain(troupe, coordinators, numbers);
    note(`${count} coordinators: ${perSecond.toFixed(0)} sagas/s`);
    return [String(count), perSecond.toFixed(0), cpuMs.toFixed(2), drained.toFixed(0), String(missing)];
  } finally {
    await troupe.close();
  }
};

/** Resolved sagas a second with ever more coordinators: with everything else running, and of what waits in the log. */
export const benchCoordinators = async (stack: LocalStack, options: CoordinatorsOptions): Promise<string> => {
  const rows: (readonly string[])[] = [];
  for (const count of options.instances) rows.push(await measure(stack, count, options));
  const head = ['coordinators', 'sagas/s', 'their CPU ms a saga', 'resolved/s from the log', 'missing'];
  return `## Coordinators, ${options.clients} clients\n\n${renderMarkdown([head, ...rows])}`;
};
