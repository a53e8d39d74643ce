import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { TroupeError } from '@troupe/contracts';
import { compileCache } from '@troupe/local-stack';
import { eventually } from './eventually.ts';

/** A service under test, running as its own process. */
export interface ServiceProcess {
  /** Where its HTTP server listens; empty for one that ended before it was ready. */
  readonly url: string;
  readonly pid: number;
  /** Kept after the end, for a day. */
  readonly logFile: string;
  /** All that it wrote so far. */
  readonly log: () => string;
  /** Resolves when it has ended, whoever ended it. */
  readonly exit: Promise<ServiceExit>;
  /** Sends the signal and waits for the end. @throws TIMEOUT when it does not end within 30 s, after killing it */
  kill(signal?: NodeJS.Signals): Promise<ServiceExit>;
}

/** How a service process ended. */
export interface ServiceExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to run. */
export interface ServiceProcessOptions {
  /** The service's `main.ts`, an absolute path. */
  readonly main: string;
  /** What stands behind it on the command line. @default nothing */
  readonly args?: readonly string[];
  /** Added to the environment of the spec; PORT defaults to any free one. */
  readonly env: Readonly<Record<string, string>>;
  /** @default the folder of the project that `main` lies in */
  readonly name?: string;
  /** How long until `/health/ready` must answer 200. @default 30000 */
  readonly readyWithinMs?: number;
  /** Whether it may end before it is ready, as one does that is made to kill itself. @default false */
  readonly mayEnd?: boolean;
}

const ROOT = join(import.meta.dirname, '../../..');
const LOG_FOLDER = join(ROOT, '.troupe/service-logs');
const WATCHED = pathToFileURL(join(import.meta.dirname, 'watched-process.ts')).href;
const NO_MODEL = { LLM_PROVIDER: undefined, LLM_MODEL: undefined, LLM_FALLBACKS: undefined };
const LOGS_KEPT_MS = 24 * 60 * 60_000;
const END_WITHIN_MS = 30_000;
/** Each look asks every server that the service needs, of a process that is busy with its start. */
const LOOK_EVERY_MS = 150;
const LOG_LINES = 30;

/**
 * Starts a service and waits until it says that it is ready. Its transactions are watched: see `watchTransactions`.
 * @throws TIMEOUT with the end of its log when it does not
 */
export const startServiceProcess = async (options: ServiceProcessOptions): Promise<ServiceProcess> => {
  const { main, args = [], env, name = basename(join(main, '../..')), readyWithinMs = 30_000, mayEnd } = options;
  const logFile = openLogFile(name);
  const output = openSync(logFile, 'a');
  // What jest runs under is not what services run under, and no spec asks a model that costs money.
  const inherited = { ...process.env, NODE_OPTIONS: '', ...NO_MODEL };
  const child = spawn(process.execPath, ['--import', WATCHED, main, ...args], {
    env: { ...inherited, ...compileCache(ROOT, inherited), PORT: '0', ...env },
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  const exit = new Promise<ServiceExit>((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const log = (): string => readFileSync(logFile, 'utf8');
  const kill = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<ServiceExit> => {
    child.kill(signal);
    return within(exit, () => child.kill('SIGKILL'), `${name} did not end after ${signal}; its log: ${logFile}`);
  };
  const ended = (): boolean => child.exitCode !== null || child.signalCode !== null;
  try {
    const url = await waitUntilReady({ log, ended, readyWithinMs });
    // It answered, so it has a pid.
    return { url, pid: child.pid ?? -1, logFile, log, exit, kill };
  } catch (cause) {
    if (mayEnd === true && ended()) return { url: '', pid: child.pid ?? -1, logFile, log, exit, kill };
    await kill('SIGKILL');
    const end = log().trimEnd().split('\n').slice(-LOG_LINES).join('\n  ');
    throw new TroupeError('TIMEOUT', `${name} did not become ready. The end of its log (${logFile}):\n  ${end}`, {
      cause,
    });
  }
};

const waitUntilReady = async (service: {
  log: () => string;
  ended: () => boolean;
  readyWithinMs: number;
}): Promise<string> => {
  const { log, ended, readyWithinMs } = service;
  const url = await eventually(() => (ended() ? undefined : readyUrl(log())), {
    timeoutMs: readyWithinMs,
    intervalMs: LOOK_EVERY_MS,
  });
  if (url === undefined) throw new TroupeError('TIMEOUT', 'it ended while starting');
  return url;
};

const readyUrl = async (log: string): Promise<string> => {
  const url = listeningUrl(log);
  if (url === undefined) throw new Error('it has not logged where it listens');
  const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
  if (!response.ok) throw new Error(`/health/ready answers ${response.status}: ${await response.text()}`);
  return url;
};

/** Services log one line of JSON `{"msg":"listening","url":…}` when their HTTP server is up. */
export const listeningUrl = (log: string): string | undefined => {
  for (const line of log.split('\n').filter((each) => each.includes('"listening"'))) {
    try {
      const entry: unknown = JSON.parse(line);
      if (typeof entry === 'object' && entry !== null && 'url' in entry && typeof entry.url === 'string')
        return entry.url;
    } catch {
      // A line that is still being written.
    }
  }
  return undefined;
};

const within = async (exit: Promise<ServiceExit>, force: () => void, message: string): Promise<ServiceExit> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      force();
      reject(new TroupeError('TIMEOUT', message));
    }, END_WITHIN_MS);
  });
  return Promise.race([exit, tooLate]).finally(() => clearTimeout(timer));
};

let opened = 0;

const openLogFile = (name: string): string => {
  mkdirSync(LOG_FOLDER, { recursive: true });
  for (const old of readdirSync(LOG_FOLDER)) {
    const path = join(LOG_FOLDER, old);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LOGS_KEPT_MS) rmSync(path, { force: true });
  }
  return join(LOG_FOLDER, `${name}-${process.pid}-${Date.now()}-${opened++}.log`);
};
