import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';
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

/** More of what a run says that did not begin is cut. */
const LONGEST_SAID = 500;

/** Stands for a line that did not come in time. */
const LATE = { late: true } as const;

/** How long the host may take until our program is there. */
const START_MS = 30_000;

/** How long the code may take to load. */
const LOAD_MS = 10_000;

/** What our program says before anything else. */
const HERE = 'here';

/** A process, and what it says on its pipe of answers. */
interface Conversation {
  readonly run: StartedRun;
  readonly lines: AnswerLines;
}

/** A line, undefined where the process ended before there was one, or that it was late. */
type Heard = string | undefined | typeof LATE;

const hear = async (lines: AnswerLines, waitMs: number): Promise<Heard> => {
  const timer = new AbortController();
  const late = pause(waitMs, LATE, { signal: timer.signal }).catch(() => LATE);
  const line = await Promise.race([lines.next(), late]);
  timer.abort();
  return line;
};

/** Asks, and reads the line that comes next: the nonce in it says whether it is the answer. */
const ask = async ({ run, lines }: Conversation, question: object, waitMs: number) => {
  const nonce = randomUUID();
  run.stdin.write(`${JSON.stringify({ nonce, ...question })}\n`);
  return { nonce, line: await hear(lines, waitMs) };
};

/** Waits until our program is there: whatever stands in its way is no fault of the code, which nobody has loaded yet. */
const untilHere = async ({ run, lines }: Conversation, limits: RunLimits): Promise<void> => {
  const line = await hear(lines, START_MS);
  if (line === HERE) return;
  if (line !== undefined) run.stop('caller');
  const { ending, stderr } = await run.ended;
  const why = line === LATE ? `took longer than ${START_MS} ms` : describeEnding(ending, limits);
  const said = stderr.trim().slice(0, LONGEST_SAID);
  throw new TroupeError('SANDBOX_FAILED', `A run did not begin: it ${why}. It said: ${said || 'nothing'}`);
};

/**
 * Starts a process, and loads the code in it.
 * @throws TroupeError SANDBOX_FAILED when the host does not get as far as that
 */
export const startCalledCode = async (ground: Ground, callee: Callee): Promise<CalledCode> => {
  const { module, functionName: name, limits, callMs } = callee;
  const run = await startRun(ground, { ...callee, program: programInside('caller.mjs') });
  // Whoever calls `close` is told what went wrong; until then it waits.
  run.ended.catch(() => undefined);
  const lines = readAnswerLines(run.answers, limits.outputBytes, () => run.stop('output'));
  await untilHere({ run, lines }, limits);

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
