import { execFile } from 'node:child_process';
import { TroupeError, type InTurn } from '@troupe/contracts';
import { GIT_OPTIONS, gitEnvironment } from './git-environment.ts';

/** One command of git. */
export interface GitCommand {
  /** The command and its arguments; nothing passes a shell. */
  readonly args: readonly string[];
  /** What it reads from its standard input. Default: nothing. */
  readonly input?: string | Buffer;
  /** Variables besides those that every command gets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are an answer and no failure. Default: 0 alone. */
  readonly answers?: readonly number[];
  /** The longest output, in bytes. Default 16 MiB. */
  readonly mostBytes?: number;
}

/** What a command answered. */
export interface GitAnswer {
  readonly code: number;
  readonly output: Buffer;
  /** What it said on its standard error, for people. */
  readonly said: string;
}

/** Runs commands of git in one repository. @throws TroupeError GIT_MISSING · GIT_FAILED */
export type Git = (command: GitCommand) => Promise<GitAnswer>;

/** Where and how commands are run. */
export interface GitOptions {
  /** The bare repository; absent for a command that needs none. */
  readonly repository?: string;
  /** How long one command may take, in milliseconds. */
  readonly timeoutMs: number;
  /** The binary: a name to look for on the path, or where it is. */
  readonly binary: string;
  /** Bounds how many commands run side by side, in all repositories together. */
  readonly inTurn: InTurn;
}

const MOST_BYTES = 16 * 1_024 * 1_024;
const MOST_SAID = 2_000;

const missing = (binary: string, cause: unknown): TroupeError =>
  new TroupeError(
    'GIT_MISSING',
    `There is no program '${binary}' on the path, which workspaces are kept with: install git 2.28 or newer ` +
      "(Debian, Ubuntu: 'apt-get install git'; Alpine: 'apk add git'; macOS: 'xcode-select --install')",
    { cause },
  );

const failed = (command: string, why: string, cause: unknown): TroupeError =>
  new TroupeError('GIT_FAILED', `git ${command} did not succeed: ${why}`, { cause, details: { command } });

const whyOf = (error: Error & { killed?: boolean }, said: string, timeoutMs: number): string => {
  if ((error as NodeJS.ErrnoException).code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it answered too much';
  if (error.killed === true) return `it took longer than ${timeoutMs} ms`;
  return said === '' ? error.message : said;
};

const run = (
  { args, input, env = {}, answers = [0], mostBytes = MOST_BYTES }: GitCommand,
  { repository, timeoutMs, binary }: GitOptions,
): Promise<GitAnswer> =>
  new Promise((resolve, reject) => {
    const options = {
      env: { ...gitEnvironment(process.env.PATH ?? ''), ...(repository && { GIT_DIR: repository }), ...env },
      encoding: 'buffer',
      maxBuffer: mostBytes,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    } as const;
    const child = execFile(binary, [...GIT_OPTIONS, ...args], options, (error, output, stderr) => {
      const said = stderr.toString('utf8').slice(0, MOST_SAID).trim();
      const code = error === null ? 0 : error.code;
      if (code === 'ENOENT') return reject(missing(binary, error));
      if (typeof code === 'number' && error?.killed !== true && answers.includes(code))
        return resolve({ code, output, said });
      reject(failed(args[0] ?? '', error === null ? said : whyOf(error, said, timeoutMs), error));
    });
    // A command that ends without reading all of its input is judged by its exit code.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });

/** Makes a runner of commands: no shell, an environment of its own, and bounds for output and time. */
export const createGit =
  (options: GitOptions): Git =>
  (command) =>
    options.inTurn(() => run(command, options));

/** The one line that a command answered. */
export const lineOf = ({ output }: GitAnswer): string => output.toString('utf8').trim();

/** What a command answered, taken apart at each NUL. */
export const fieldsOf = ({ output }: GitAnswer): readonly string[] => output.toString('utf8').split('\0').slice(0, -1);
