import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { PortTaken } from '../ports.ts';
import { stackError } from '../stack-error.ts';
import { pollUntil } from '../wait.ts';

/** How one server is run as a process of ours. */
export interface ChildServerSpec {
  /** For messages: `Kafka`, `PostgreSQL`, … */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** The OS user to run as, when it is not ours. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly logFile: string;
  /** The signal that asks for an orderly end, in which clients are not waited for. */
  readonly stopSignal: NodeJS.Signals;
  /** How long it may take to end before it is killed. @default 15000 */
  readonly stopWithinMs?: number | undefined;
  readonly readyWithinMs: number;
  /** Whether it serves; `log` is what it wrote since this start. */
  readonly isReady: (log: string) => boolean | Promise<boolean>;
  /**
   * What it writes when it serves, if it does: whoever answers at its port before that is another, of a stack that was a
   * moment quicker.
   */
  readonly saysReady?: RegExp;
  /** What it writes when its port belongs to somebody else. */
  readonly portTaken: RegExp;
  /** What it writes when the rest of a killed predecessor is still going away, if it does. */
  readonly predecessorAlive?: RegExp;
  /** What to do when it does not come up; ends the error message. */
  readonly advice: string;
  readonly onSpawn: (pid: number) => void;
  /** Called whenever it has ended, with its exit code, or null when a signal ended it. */
  readonly onExit?: (exitCode: number | null) => void;
  /** Called when it ends although nobody asked. */
  readonly onDeath: (message: string) => void;
}

const STOP_WITHIN_MS = 15_000;
const PREDECESSOR_WITHIN_MS = 15_000;
const LOG_LINES = 20;

/** What a process that ends must not leave behind. One listener for all: a fleet is more than Node expects on one event. */
const killedAtExit = new Set<() => void>();
process.on('exit', () => {
  for (const kill of killedAtExit) kill();
});

/** A server that runs as a child process in its own process group, out of reach of Ctrl-C, logging to a file. */
export class ChildServer {
  readonly #spec: ChildServerSpec;
  #child: ChildProcess | undefined;
  #logStart = 0;
  /** Whether it serves and nobody asked it to end. */
  #serving = false;

  constructor(spec: ChildServerSpec) {
    this.#spec = spec;
    killedAtExit.add(this.#killAtExit);
  }

  /** @throws PortTaken, or STACK_FAILED with the end of the log when it does not come up. */
  async start(signal?: AbortSignal): Promise<void> {
    if (this.#child !== undefined) return;
    const { predecessorAlive } = this.#spec;
    const deadline = Date.now() + PREDECESSOR_WITHIN_MS;
    for (;;) {
      if (await this.#startOnce(signal)) return;
      if (predecessorAlive?.test(this.#log()) && Date.now() < deadline) continue;
      if (this.#spec.portTaken.test(this.#log())) throw new PortTaken(this.#spec.title);
      throw this.#failure(`${this.#spec.title} ended while starting`);
    }
  }

  async stop(): Promise<void> {
    await this.#end(this.#spec.stopSignal);
  }

  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Stops it for good. */
  async dispose(): Promise<void> {
    await this.stop();
    killedAtExit.delete(this.#killAtExit);
  }

  /** True when it serves, false when it ended first. */
  async #startOnce(signal?: AbortSignal): Promise<boolean> {
    const child = this.#spawn();
    const { readyWithinMs, title } = this.#spec;
    const options = { withinMs: readyWithinMs, ...(signal === undefined ? {} : { signal }) };
    try {
      const decided = await pollUntil(async () => hasEnded(child) || (await this.#isReady()), options);
      if (!decided) throw this.#failure(`${title} was not ready after ${readyWithinMs / 1000} s`);
    } catch (error) {
      await this.kill();
      throw error;
    }
    this.#serving = !hasEnded(child);
    if (!this.#serving) this.#child = undefined;
    return this.#serving;
  }

  async #isReady(): Promise<boolean> {
    const { saysReady, isReady } = this.#spec;
    const log = this.#log();
    return (saysReady?.test(log) ?? true) && (await isReady(log));
  }

  #spawn(): ChildProcess {
    const { command, args, env, user, logFile, onSpawn, onExit, onDeath, title } = this.#spec;
    const log = openSync(logFile, 'a');
    this.#logStart = statSync(logFile).size;
    const child = spawn(command, [...args], { env, ...user, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    this.#child = child;
    if (child.pid !== undefined) onSpawn(child.pid);
    // A command that cannot be run at all has an exit code at once; unheard, the event would end this process.
    child.once('error', () => undefined);
    child.once('exit', (code, signal) => {
      onExit?.(code);
      if (!this.#serving) return;
      this.#serving = false;
      this.#child = undefined;
      onDeath(`${title} ended by itself (${signal ?? `exit code ${code}`}); its log: ${logFile}`);
    });
    return child;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#serving = false;
    child.kill(signal);
    const { stopWithinMs = STOP_WITHIN_MS } = this.#spec;
    if (!(await pollUntil(() => hasEnded(child), { withinMs: stopWithinMs }))) {
      child.kill('SIGKILL');
      await pollUntil(() => hasEnded(child), { withinMs: STOP_WITHIN_MS });
    }
    this.#child = undefined;
  }

  readonly #killAtExit = (): void => {
    this.#child?.kill('SIGKILL');
  };

  #log(): string {
    return readFileSync(this.#spec.logFile).subarray(this.#logStart).toString('utf8');
  }

  #failure(what: string): Error {
    const { logFile, advice } = this.#spec;
    const lines = this.#log().trimEnd().split('\n').slice(-LOG_LINES);
    return stackError(`${what}. The end of its log (${logFile}):\n    ${lines.join('\n    ')}`, advice);
  }
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
