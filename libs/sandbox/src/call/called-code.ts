import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Ground } from '../ground.ts';
import type { RunLimits } from '../limits.ts';
import { programInside } from '../root/root-template.ts';
import { describeEnding } from '../run/ending.ts';
import type { RunFiles } from '../run/run-files.ts';
import { startRun, type StartedRun } from '../run/start-run.ts';
import { readAnswer, readLoaded, type CallOutcome } from './answer.ts';
import { readAnswerLines, type AnswerLines } from './answer-lines.ts';

/** The function that is called, and within which bounds. */
export interface Callee {
  readonly files: RunFiles;
  /** The module that exports it, as a path from the root of the code. */
  readonly module: string;
  readonly functionName: string;
  readonly limits: RunLimits;
  /** How long one call may take. */
  readonly callMs: number;
  readonly nodePermission: boolean;
}

/** A process that has loaded the code. */
export interface CalledCode {
  /** Why nothing can be called; undefined when the code is there. */
  readonly broken?: string | undefined;
  /** Calls it once. After an outcome `failed` the process is gone. Throws nothing. */
  call(values: readonly unknown[]): Promise<CallOutcome>;
  /** Ends the process, and waits until nothing of it is left. @throws TroupeError SANDBOX_FAILED */
  close(): Promise<void>;
}

/** Stands for a line that did not come in time. */
const LATE = { late: true } as const;

/** How long the code may take to load. */
const LOAD_MS = 10_000;

/** Asks, and reads the line that comes next: the nonce in it says whether it is the answer. */
const ask = async (
  { run, lines }: { readonly run: StartedRun; readonly lines: AnswerLines },
  question: object,
  waitMs: number,
): Promise<{ readonly nonce: string; readonly line: string | undefined | typeof LATE }> => {
  const nonce = randomUUID();
  run.stdin.write(`${JSON.stringify({ nonce, ...question })}\n`);
  const timer = new AbortController();
  const late = pause(waitMs, LATE, { signal: timer.signal }).catch(() => LATE);
  const line = await Promise.race([lines.next(), late]);
  timer.abort();
  return { nonce, line };
};

/** Starts a process, and loads the code in it. */
export const startCalledCode = async (ground: Ground, callee: Callee): Promise<CalledCode> => {
  const { module, functionName: name, limits, callMs } = callee;
  const run = await startRun(ground, { ...callee, program: programInside('call.mjs') });
  // Whoever calls `close` is told what went wrong; until then it waits.
  run.ended.catch(() => undefined);
  const lines = readAnswerLines(run.answers, limits.outputBytes, () => run.stop('output'));

  /** Why there was no line, and an end of the process. */
  const noLine = async (line: undefined | typeof LATE, within: string): Promise<string> => {
    if (line === LATE) run.stop('caller');
    const { ending } = await run.ended;
    return line === LATE ? `took longer than ${within}` : describeEnding(ending, limits);
  };
  const failed = (cause: string): CallOutcome => {
    run.stop('caller');
    return { kind: 'failed', cause };
  };

  const loading = await ask({ run, lines }, { module, name }, LOAD_MS);
  const broken =
    typeof loading.line === 'string'
      ? readLoaded(loading.line, loading.nonce)
      : await noLine(loading.line, `${LOAD_MS} ms to load`);
  return {
    broken,
    call: async (values) => {
      const { nonce, line } = await ask({ run, lines }, { values }, callMs);
      if (typeof line !== 'string') return failed(await noLine(line, `${callMs} ms`));
      const outcome = readAnswer(line, nonce);
      return outcome.kind === 'failed' ? failed(outcome.cause) : outcome;
    },
    close: async () => {
      run.stop('caller');
      await run.ended;
    },
  };
};
