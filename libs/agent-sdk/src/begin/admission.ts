import { systemTiming, waitBy, type Timing } from '@troupe/contracts';
import type { IncomingRecord } from '@troupe/messaging';

/** Whether a record is handled. Those of the past may have to wait for their turn. Rejects when the signal aborts meanwhile. */
export type Admission = (record: Pick<IncomingRecord, 'key' | 'appendedMs'>, signal: AbortSignal) => Promise<boolean>;

/** What is admitted of the past. */
export interface AdmissionOptions {
  /** Records that the log took before are of the past, in milliseconds since 1970 UTC. */
  readonly beganMs: number;
  /** What is handled of it. Default: nothing. */
  readonly past?: {
    isOpen(conversationId: string, signal: AbortSignal): Promise<boolean>;
    /** Handled in a second at most. */
    readonly perSecond: number;
  };
  readonly timing?: Timing;
}

/** Gives turns at a steady rate, without saving up those that nobody took. */
const createTurns = (perSecond: number, timing: Timing): ((signal: AbortSignal) => Promise<void>) => {
  const wait = waitBy(timing);
  let nextMs = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    const nowMs = timing.elapsed();
    const turnMs = Math.max(nowMs, nextMs);
    nextMs = turnMs + 1_000 / perSecond;
    if (turnMs > nowMs) await wait(turnMs - nowMs, signal);
  };
};

/** Passes over what an agent that began later has nothing to do with. */
export const createAdmission = ({ beganMs, past, timing = systemTiming }: AdmissionOptions): Admission => {
  const turn = past && createTurns(past.perSecond, timing);
  return async ({ key, appendedMs }, signal) => {
    if (appendedMs >= beganMs) return true;
    if (past === undefined || turn === undefined || key === null) return false;
    if (!(await past.isOpen(key, signal))) return false;
    await turn(signal);
    return true;
  };
};
