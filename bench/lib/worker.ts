import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCache } from '@troupe/local-stack';
import type { WorkerEnvironment, WorkerMessage, WorkerReport } from '../hop/protocol.ts';

/** A process that handles events and says how long they took. */
export interface Worker {
  readonly pid: number;
  /** What it has measured since it was last asked. */
  report(): Promise<WorkerReport>;
  stop(): void;
}

const ROOT = join(import.meta.dirname, '../..');

/** Binds every thread of a process to one core, where the system can. */
const bindTo = (core: number, pid: number): void => {
  try {
    execFileSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    process.stderr.write('there is no taskset: the worker takes any core\n');
  }
};

/** Starts one and waits until it reads. */
export const startWorker = async (
  file: URL,
  environment: WorkerEnvironment,
  { args, core }: { readonly args: readonly string[]; readonly core?: number | undefined },
): Promise<Worker> => {
  const worker = fork(fileURLToPath(file), [...args], {
    env: { ...process.env, ...compileCache(ROOT, process.env), BENCH_WORKER: JSON.stringify(environment) },
  });
  const pid = worker.pid ?? 0;
  if (core !== undefined) bindTo(core, pid);
  await once(worker, 'message');
  return {
    pid,
    report: async () => {
      worker.send('report');
      const [message] = (await once(worker, 'message')) as [WorkerMessage];
      return message.kind === 'report' ? message.report : { latenciesMs: [], spanMs: 0, cpuMs: 0 };
    },
    // It ends by itself then, and in order: Node keeps what it has compiled.
    stop: () => worker.disconnect(),
  };
};
