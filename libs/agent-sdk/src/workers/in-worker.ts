import { availableParallelism } from 'node:os';
import { TroupeError } from '@troupe/contracts';
import type { Piscina } from 'piscina';

/** What a worker's module exports as `work`: what it takes and gives back is copied, so it is plain data. */
export type Work = (input: never) => unknown;

/** How work is handed to a worker. */
export interface InWorkerOptions {
  /** Ends the work, wherever it is; a thread that is in the middle of it is ended too. */
  readonly signal?: AbortSignal;
}

/** Calls that wait for a thread; the next is refused. */
const MOST_WAITING = 1_000;
const IDLE_MS = 10_000;
const AGAIN_MS = 1_000;

/** Loaded for the first that has something to compute: most agents never have. */
const createPool = async (): Promise<Piscina> => {
  const { Piscina } = await import('piscina');
  const pool = new Piscina({
    minThreads: 0,
    maxThreads: availableParallelism(),
    maxQueue: MOST_WAITING,
    idleTimeout: IDLE_MS,
  });
  // A thread that dies while it has nothing to do is replaced; without a listener this would end the process.
  pool.on('error', () => undefined);
  return pool;
};

let pool: Promise<Piscina> | undefined;

const isFull = (error: unknown): boolean =>
  error instanceof Error && ['Task queue is at limit', 'No task queue available and all Workers are busy'].includes(error.message); // prettier-ignore

const busy = (cause: unknown): TroupeError =>
  new TroupeError('DEPENDENCY_BUSY', `${MOST_WAITING} calls wait for a worker thread already`, {
    cause,
    details: { dependency: 'workers', retryAfterMs: AGAIN_MS },
  });

/**
 * Does what takes the processor for long (above 100 ms) in a thread of its own, so that this one goes on: it has
 * heartbeats to send. Threads are shared by the process, as many as there are processors, and end when they have nothing
 * to do. One that crashes is the error of that call alone. For agents that are pure as well: the same input has to give
 * the same output.
 * @throws TroupeError DEPENDENCY_BUSY: too many calls wait · the signal's reason · what the worker threw, or why it ended
 *
 * @example
 * // heavy.worker.ts
 * export const work = ({ numbers }: { numbers: readonly number[] }): number => numbers.reduce((sum, each) => sum + each, 0);
 * // in a handler
 * const sum = await inWorker<typeof work>(new URL('./heavy.worker.ts', import.meta.url), { numbers }, { signal });
 */
export const inWorker = async <Does extends Work>(
  file: URL,
  input: Parameters<Does>[0],
  { signal }: InWorkerOptions = {},
): Promise<Awaited<ReturnType<Does>>> => {
  signal?.throwIfAborted();
  const threads = await (pool ??= createPool());
  try {
    const answer: unknown = await threads.run(input, { filename: file.href, name: 'work', ...(signal && { signal }) });
    // The type is that of the module's function, which has just been run.
    return answer as Awaited<ReturnType<Does>>;
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw isFull(error) ? busy(error) : error;
  }
};
