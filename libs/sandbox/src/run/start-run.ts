import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { ensureError, TroupeError } from '@troupe/contracts';
import { createRunCgroups, killQuietly, type RunCgroups } from '../cgroup/run-cgroups.ts';
import { launch } from '../launch/launch.ts';
import { ownName } from '../left-behind.ts';
import { heapMegabytes, type RunLimits } from '../limits.ts';
import type { Ground } from '../ground.ts';
import { readBounded } from './bounded-output.ts';
import { endingOf, type Ending, type StoppingLimit } from './ending.ts';
import { writeRunFiles, type RunFiles } from './run-files.ts';

/** What a run does. */
export interface RunRequest {
  readonly files: RunFiles;
  /** The program: a path from the root of the code, or an absolute one inside. */
  readonly program: string;
  /** What the program is told. */
  readonly arguments?: readonly string[];
  readonly limits: RunLimits;
  /** Whether Node's own permissions stand before the walls. */
  readonly nodePermission: boolean;
}

/** A run that is over. */
export interface RunEnd {
  readonly ending: Ending;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** Processes that the kernel killed because of the limit of memory. */
  readonly outOfMemory: number;
  /** Processes that were not started because of theirs. */
  readonly refusedProcesses: number;
}

/** A run that has been started. */
export interface StartedRun {
  readonly stdin: Writable;
  /** What it writes to descriptor 3. */
  readonly answers: Readable;
  /** Process 1 of the run as the host sees it; undefined when it is not there, or no more. */
  first(): Promise<number | undefined>;
  /** Processes that were not started because of the limit, up to now. */
  refusedProcesses(): Promise<number>;
  /** Kills all of it. */
  stop(reason: StoppingLimit): void;
  /** Settles when everything of it is gone from this host. @throws TroupeError SANDBOX_FAILED when something stays */
  readonly ended: Promise<RunEnd>;
}

/** Node is shown its own two folders; nothing else of what little there is. */
const PERMISSIONS = ['--permission', '--allow-fs-read=/work', '--allow-fs-read=/troupe'];

const nodeArguments = ({ program, arguments: told = [], limits, nodePermission }: RunRequest): readonly string[] => [
  `--max-old-space-size=${heapMegabytes(limits)}`,
  ...(nodePermission ? PERMISSIONS : []),
  isAbsolute(program) ? program : join('/work', program),
  ...told,
];

/** The four pipes that `launch` asks for. */
const pipesOf = ({ stdio: [stdin, out, err, answers] }: ChildProcess) =>
  // Made by `launch` as pipes, all of them: the first is written to, the others are read.
  ({ stdin, out, err, answers }) as { stdin: Writable; out: Readable; err: Readable; answers: Readable };

const exitOf = async (child: ChildProcess): Promise<number> => {
  // 'close' comes when the pipes are at their end too. Without a code it was we who killed it.
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 137;
};

/** Waits for the end, and clears away what there was, however it ended. */
const finish = async (child: ChildProcess, cgroups: RunCgroups, code: string) => {
  try {
    const exitCode = await exitOf(child);
    return { exitCode, outOfMemory: await cgroups.hits('memory'), refusedProcesses: await cgroups.hits('pids') };
  } finally {
    // Also when something of the run stays.
    await cgroups.remove().finally(() => rm(code, { recursive: true, force: true }));
  }
};

const hasEnded = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

/** Process 1 of the run, the one child of the shell. Once that has ended, another process may have its pid. */
const firstOf = async (child: ChildProcess): Promise<number | undefined> => {
  if (hasEnded(child)) return undefined;
  const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').catch(() => '');
  return hasEnded(child) ? undefined : Number.parseInt(children) || undefined;
};

/**
 * Kills process 1 of the run, and with it everything inside. The shell that waits for it is left to take note and to end;
 * it is killed only when it waits for nothing yet.
 */
const killFirst = async (child: ChildProcess): Promise<void> => {
  const first = await firstOf(child);
  if (first === undefined || !killQuietly(first)) child.kill('SIGKILL');
};

/** What a run is made in. */
interface RunPlace {
  readonly code: string;
  readonly cgroups: RunCgroups;
}

/** Launches the process of a run. @throws what the host says when it has none to give */
const launchIn = async (ground: Ground, request: RunRequest, { code, cgroups }: RunPlace): Promise<ChildProcess> => {
  const { limits } = request;
  const child = launch({ ...ground, code, limits, joinBy: cgroups.joinBy, nodeArguments: nodeArguments(request) });
  if (child.pid !== undefined) return child;
  // Told in the next tick; before that there may be no pipes either.
  const [error] = (await once(child, 'error')) as [Error];
  throw error;
};

const followRun = (child: ChildProcess, { limits }: RunRequest, { code, cgroups }: RunPlace): StartedRun => {
  const startedMs = performance.now();
  const { stdin, out, err, answers } = pipesOf(child);
  let killedFor: StoppingLimit | undefined;
  const stop = (reason: StoppingLimit): void => {
    killedFor ??= reason;
    void killFirst(child);
  };
  const clock = setTimeout(stop, limits.wallMs, 'wall-clock');
  const [stdout, stderr] = [out, err].map((stream) => readBounded(stream, limits.outputBytes, () => stop('output')));
  stdin.on('error', () => undefined);
  const finished = finish(child, cgroups, code).finally(() => clearTimeout(clock));
  const ended = finished.then(({ exitCode, outOfMemory, refusedProcesses: refused }): RunEnd => {
    const durationMs = performance.now() - startedMs;
    const said = { stdout: stdout?.text() ?? '', stderr: stderr?.text() ?? '' };
    const ending = endingOf({ code: exitCode, killedFor, outOfMemory, stderr: said.stderr, durationMs, limits });
    return { ending, ...said, durationMs, outOfMemory, refusedProcesses: refused };
  });
  const refusedProcesses = (): Promise<number> => cgroups.hits('pids');
  return { stdin, answers, first: () => firstOf(child), refusedProcesses, stop, ended };
};

const startIn = async (ground: Ground, request: RunRequest, code: string): Promise<StartedRun> => {
  const place = { code, cgroups: await createRunCgroups(ground.cgroups, request.limits) };
  try {
    return followRun(await launchIn(ground, request, place), request, place);
  } catch (error) {
    await place.cgroups.remove();
    throw error;
  }
};

const notStarted = (error: unknown): TroupeError => {
  if (TroupeError.is(error)) return error;
  const { message } = ensureError(error);
  return new TroupeError('SANDBOX_FAILED', `A run could not be started: ${message}`, { cause: error });
};

/**
 * Starts a run on ground that has been prepared. Whether its limits hold is not asked here. Of one that cannot be started
 * nothing is left.
 * @throws TroupeError SANDBOX_FILE_INVALID · SANDBOX_FAILED
 */
export const startRun = async (ground: Ground, request: RunRequest): Promise<StartedRun> => {
  const code = join(ground.folder, ownName('code'));
  try {
    await mkdir(code, { mode: 0o755 });
    await writeRunFiles(code, request.files);
    return await startIn(ground, request, code);
  } catch (error) {
    await rm(code, { recursive: true, force: true });
    throw notStarted(error);
  }
};
