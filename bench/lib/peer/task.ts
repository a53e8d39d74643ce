import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { PARALLEL, type Step } from './contract.ts';

const PAYLOAD_BYTES = 200;
/** A task takes up to a tenth more or less, always the same for the same step of the same saga. */
const SPREAD = 0.1;

/** 200 bytes that say how long the three tasks of a saga take, in milliseconds. */
export const payloadOf = (tasksMs: readonly number[]): string => `${tasksMs.join(',')} `.padEnd(PAYLOAD_BYTES, 'x');

/** From -1 to 1, by seed. */
const spreadOf = (seed: string): number => createHash('sha256').update(seed).digest().readUInt32BE() / 0x7fffffff - 1;

/** How long a task takes, in milliseconds. What accepts has nothing to do. */
export const taskMs = (saga: string, step: Step, payload: string): number => {
  const nth = PARALLEL.findIndex((name) => name === step);
  const meanMs = Number(payload.slice(0, payload.indexOf(' ')).split(',')[nth] ?? 0);
  return meanMs === 0 ? 0 : meanMs * (1 + SPREAD * spreadOf(`${saga} ${step}`));
};

/** What a step does: 200 bytes in, 200 bytes out. */
export type Task = (saga: string, step: Step, payload: string) => Promise<string>;

/**
 * The task that every system runs in each of its steps: it waits, and writes one line to the ledger of effects, with one
 * write to a file that is appended to. The ledger shows whether each step had its effect, how often, and when.
 */
export const createTask = (ledger: string): Task => {
  const file = openSync(ledger, 'a');
  return async (saga, step, payload) => {
    const ms = taskMs(saga, step, payload);
    if (ms > 0) await delay(ms);
    writeSync(file, `${saga} ${step} ${process.hrtime.bigint()}\n`);
    return payload;
  };
};
