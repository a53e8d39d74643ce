import { fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PeerMessage, RunSaga } from './contract.ts';

const say = (message: PeerMessage): void => void process.send?.(message);

/** Says that the peer is ready, runs every saga that it is told to and says when it was resolved; ends with the runner. */
export const servePeer = (run: (saga: string, payload: string) => Promise<void>): void => {
  process.once('disconnect', () => process.exit());
  process.on('message', ({ saga, payload }: RunSaga) => {
    run(saga, payload).then(
      () => say({ kind: 'resolved', saga, atNs: String(process.hrtime.bigint()) }),
      (error: unknown) => say({ kind: 'failed', saga, error: String(error) }),
    );
  });
  say({ kind: 'ready' });
};

/** Starts a part of the peer as a process of its own and waits until it reads. It ends with the peer. */
export const startPart = async (file: URL, part: string, execArgv: readonly string[] = []): Promise<void> => {
  const path = fileURLToPath(file);
  const child = fork(path, [part], { cwd: dirname(path), execArgv: [...execArgv] });
  child.once('exit', () => process.exit(1));
  await once(child, 'message');
};

/** Of a part: says that all of it reads; ends with the peer. */
export const servePart = (): void => {
  process.once('disconnect', () => process.exit());
  process.send?.('ready');
};

/** Sagas that are under way, where their end is told elsewhere than they are begun. */
export interface Pending {
  /** Resolves once the saga is told to have ended. */
  ended(saga: string): Promise<void>;
  end(saga: string): void;
}

/** None at first. */
export const createPending = (): Pending => {
  const waiting = new Map<string, () => void>();
  return {
    ended: (saga) => new Promise((resolve) => waiting.set(saga, resolve)),
    end: (saga) => {
      waiting.get(saga)?.();
      waiting.delete(saga);
    },
  };
};
