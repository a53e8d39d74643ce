import type { ConnectionOptions } from 'bullmq';
import type { Step } from '../../lib/peer/contract.ts';

/** What every job carries. */
export interface SagaJob {
  readonly saga: string;
  readonly payload: string;
}

/** The port of Redis stands in the environment of the parts. */
export const REDIS_PORT = 'BENCH_REDIS_PORT';

export const connection = (): ConnectionOptions => ({ host: '127.0.0.1', port: Number(process.env[REDIS_PORT]) });

/** One queue for each step, and one that joins. */
export const queueOf = (step: Step | 'join'): string => `saga-${step}`;

/** Redis keeps the last jobs that are done, not all of them. */
export const KEEP = { removeOnComplete: 1_000 } as const;
