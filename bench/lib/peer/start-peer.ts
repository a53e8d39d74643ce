import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileCache, type LocalStack } from '@troupe/local-stack';
import { atExit } from '../at-exit.ts';
import type { SagaUnderLoad } from '../saga-load.ts';
import { PEER_VARIABLE, type PeerMessage } from './contract.ts';
import type { SagaEffects } from './ledger.ts';
import { openPlace, sagaName, type PeerPlace } from './place.ts';
import { payloadOf } from './task.ts';

/** How a peer is started. */
export interface PeerProcess {
  /** In letters and dashes: of its place and its sagas. */
  readonly name: string;
  readonly file: URL;
  readonly variant: string;
}

/** A peer that runs. */
export interface RunningPeer {
  /** Its sagas, with tasks that take so many milliseconds. */
  sagas(tasksMs: readonly number[]): SagaUnderLoad;
  /** What the tasks of all its sagas have left. */
  effects(): ReadonlyMap<string, SagaEffects>;
  /** Ends it and all that it has started. */
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 120_000;
const GONE_WITHIN_MS = 3_000;
/** What kafkajs and pg say on a new Node, whoever uses them, and tells nobody anything. */
const QUIET = {
  NODE_OPTIONS: '--disable-warning=TimeoutNegativeWarning --disable-warning=DeprecationWarning',
  KAFKAJS_NO_PARTITIONER_WARNING: '1',
};

const killGroup = (child: ChildProcess): void => {
  try {
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  } catch {
    // All of it has ended.
  }
};

/** It leads a group, so that nothing of it is left behind however it ends. */
const endGroup = async (child: ChildProcess): Promise<void> => {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  if (child.connected) child.disconnect();
  await Promise.race([gone, delay(GONE_WITHIN_MS, undefined, { ref: false })]);
  killGroup(child);
};

const untilReady = async (child: ChildProcess, name: string): Promise<void> => {
  const fail = (why: string) => (): never => {
    throw new Error(`${name} ${why}`);
  };
  const died = once(child, 'exit').then(fail('ended before it was ready'));
  const late = delay(READY_WITHIN_MS, undefined, { ref: false }).then(fail('was not ready in time'));
  // Whichever comes second is nobody's any more.
  for (const each of [died, late]) each.catch(() => undefined);
  await Promise.race([once(child, 'message'), died, late]);
};

/** Starts one in a place of its own and waits until it is ready. */
export const startPeer = async (stack: LocalStack, peer: PeerProcess): Promise<RunningPeer> => {
  const { name, file, variant } = peer;
  const place = await openPlace(stack, name, variant);
  const child = fork(fileURLToPath(file), [], {
    env: {
      ...process.env,
      ...compileCache(ROOT, process.env),
      ...QUIET,
      [PEER_VARIABLE]: JSON.stringify(place.environment),
    },
    detached: true,
    // What it prints goes where notes go: the report is the only thing on the standard output.
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const forget = atExit(() => killGroup(child));
  const stop = async (): Promise<void> => {
    await endGroup(child);
    forget();
    await place.remove();
  };
  try {
    await untilReady(child, name);
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...listen(child, name, place), stop };
};

const listen = (child: ChildProcess, name: string, place: PeerPlace): Omit<RunningPeer, 'stop'> => {
  const waiting = new Map<string, PromiseWithResolvers<bigint>>();
  child.on('message', (message: PeerMessage) => {
    if (message.kind === 'ready') return;
    const { saga } = message;
    if (message.kind === 'resolved') waiting.get(saga)?.resolve(BigInt(message.atNs));
    else waiting.get(saga)?.reject(new Error(message.error));
    waiting.delete(saga);
  });
  let known: ReadonlyMap<string, SagaEffects> = new Map();
  return {
    effects: place.effects,
    sagas: (tasksMs) => ({
      run: (index) => {
        const [saga, ended] = [sagaName(name, index), Promise.withResolvers<bigint>()];
        waiting.set(saga, ended);
        child.send({ saga, payload: payloadOf(tasksMs) });
        return ended.promise;
      },
      settle: () => void (known = place.effects()),
      slowestStepNs: (index) => known.get(sagaName(name, index))?.slowestStepNs,
    }),
  };
};
