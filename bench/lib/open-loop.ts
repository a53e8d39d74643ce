import { setTimeout as delay } from 'node:timers/promises';

/** Events that are due at fixed times, whatever becomes of the earlier ones. */
export interface OpenLoop {
  readonly perSecond: number;
  readonly seconds: number;
  /** Sends the event that was due then, by the monotonic clock that all processes of a machine share, in nanoseconds. */
  readonly send: (index: number, dueNs: bigint) => void;
  /** Ends it earlier. Default: it goes on to the end. */
  readonly isOver?: () => boolean;
}

/** Calls `send` for every event in its turn; resolves to how many there were. A late call still gets the time at which it was due: lateness counts. */
export const runOpenLoop = async ({ perSecond, seconds, send, isOver = () => false }: OpenLoop): Promise<number> => {
  const total = Math.round(perSecond * seconds);
  const startNs = process.hrtime.bigint();
  const dueOf = (index: number): bigint => startNs + (BigInt(index) * 1_000_000_000n) / BigInt(perSecond);
  let index = 0;
  while (index < total && !isOver()) {
    const now = process.hrtime.bigint();
    while (index < total && dueOf(index) <= now) {
      send(index, dueOf(index));
      index += 1;
    }
    if (index < total) await delay(Math.max(0, Number(dueOf(index) - process.hrtime.bigint()) / 1e6));
  }
  return index;
};
