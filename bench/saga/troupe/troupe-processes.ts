import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileCache, type LocalStack } from '@troupe/local-stack';
import { atExit } from '../../lib/at-exit.ts';
import { PEER_VARIABLE, type PeerEnvironment } from '../../lib/peer/contract.ts';
import type { SagaEffects } from '../../lib/peer/ledger.ts';
import { openPlace, sagaName } from '../../lib/peer/place.ts';
import { payloadOf } from '../../lib/peer/task.ts';
import type { SagaUnderLoad } from '../../lib/saga-load.ts';
import { openSagaLog } from './saga-log.ts';

/** Troupe's side with every process in hand, to be started and stopped on its own. */
export interface TroupeProcesses {
  /** With empty tasks. */
  readonly sagas: SagaUnderLoad;
  /** The key of the saga of this number in the log. */
  name(index: number): string;
  /** Starts a coordinator as a process of its own and waits until it has joined. */
  startCoordinator(): Promise<CoordinatorProcess>;
  close(): Promise<void>;
}

/** One of several coordinators. */
export interface CoordinatorProcess {
  readonly pid: number;
  /** Stops it as if the machine had forgotten it, or wakes it again. */
  freeze(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** As a crash would. */
  kill(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../../..');

const startWorker = async (part: string, environment: PeerEnvironment): Promise<ChildProcess> => {
  const env = { ...process.env, ...compileCache(ROOT, process.env), [PEER_VARIABLE]: JSON.stringify(environment) };
  const path = fileURLToPath(new URL('troupe.worker.ts', import.meta.url));
  const child = fork(path, [part], { env, stdio: ['ignore', 2, 2, 'ipc'] });
  atExit(() => child.kill('SIGKILL'));
  await once(child, 'message');
  return child;
};

const ending = async (child: ChildProcess): Promise<void> => {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};

/** A place of its own, and the process with the four agents; no coordinator yet. */
export const openTroupe = async (stack: LocalStack, name: string): Promise<TroupeProcesses> => {
  const { environment, effects, remove } = await openPlace(stack, name);
  const log = await openSagaLog(environment);
  const children = [await startWorker('agents', environment)];
  const payload = payloadOf([0, 0, 0]);
  let known: ReadonlyMap<string, SagaEffects> = new Map();
  return {
    name: (index) => sagaName(name, index),
    sagas: {
      run: async (index) => {
        await log.run(sagaName(name, index), payload);
        return process.hrtime.bigint();
      },
      settle: () => void (known = effects()),
      slowestStepNs: (index) => known.get(sagaName(name, index))?.slowestStepNs,
    },
    startCoordinator: async () => {
      const child = await startWorker('coordinator', environment);
      children.push(child);
      return { pid: child.pid ?? 0, freeze: (signal) => void child.kill(signal), kill: () => ending(child) };
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await log.close();
      await remove();
    },
  };
};
