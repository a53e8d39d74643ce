import type { OwnedAssignment } from './kafka-subscriber-assignment.ts';
import { pause } from './pause.ts';

/** What `caughtUp` looks at. */
export interface CaughtUpOptions {
  readonly partition: number;
  readonly signal: AbortSignal | undefined;
  /** What is owned now. */
  assignment(): OwnedAssignment | undefined;
}

const RETRY_MS = 250;

/** See `Subscriber.caughtUp`. Asks again while Kafka does not answer. */
export const waitUntilCaughtUp = async ({ partition, signal, assignment }: CaughtUpOptions): Promise<boolean> => {
  const owned = assignment();
  if (owned?.work.partitions.includes(partition) !== true) return false;
  const isWanted = (): boolean => signal?.aborted !== true && assignment() === owned;
  while (isWanted()) {
    const ends = await unlessAborted(
      owned.endOffsets(partition).catch(() => undefined),
      signal,
    );
    if (ends !== undefined) return owned.work.reached(partition, ends, signal);
    if (isWanted()) await pause(RETRY_MS, signal);
  }
  return false;
};

const unlessAborted = <Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value | undefined> =>
  new Promise((resolve, reject) => {
    const giveUp = (): void => resolve(undefined);
    signal?.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', giveUp));
  });
