import { join } from 'node:path';
import { consoleProgress, type ConsoleProgress } from '../console-progress.ts';
import { startTroupe, type Troupe } from '../start.ts';

/** A demo: which services it needs, and what it shows with them. */
export interface Demo {
  /** See `discoverServices`. */
  readonly flow: string;
  /** Added to the environment of every service. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
  /** Leave when everything was shown, instead of staying up until Ctrl-C. */
  readonly exit: boolean;
  readonly show: (troupe: Troupe, stage: Stage) => Promise<void>;
}

/** What a demo is shown with. */
export interface Stage {
  readonly progress: ConsoleProgress;
  /** Aborted by Ctrl-C, and when a service dies. */
  readonly signal: AbortSignal;
}

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '../../../..');

interface Interrupt {
  readonly controller: AbortController;
  /** Ends when Ctrl-C is pressed or a service dies; the reason tells which. */
  readonly reason: Promise<string>;
}

const listenForInterrupts = (): Interrupt => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort(`stopping on ${signal}; once more to end at once`);
    });
  const reason = new Promise<string>((resolve) => {
    controller.signal.addEventListener('abort', () => resolve(String(controller.signal.reason)));
  });
  return { controller, reason };
};

/** What commands in another terminal have to be told; what was given is known there. */
const SERVERS = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL'] as const;

const exported = (env: NodeJS.ProcessEnv): readonly string[] =>
  SERVERS.filter((name) => process.env[name] === undefined).map((name) => `${name}=${env[name] ?? ''}`);

const stayUp = async ({ gatewayUrl, env }: Troupe, progress: ConsoleProgress, interrupt: Interrupt): Promise<void> => {
  const servers = exported(env);
  if (servers.length > 0) progress.step(`for npm run agents, control and dlq elsewhere: export ${servers.join(' ')}`);
  progress.step(`the gateway is at ${gatewayUrl} (its API: ${gatewayUrl}/docs); Ctrl-C stops everything`);
  progress.step(await interrupt.reason);
};

const run = async ({ flow, env, exit, show }: Demo, interrupt: Interrupt): Promise<void> => {
  const { controller } = interrupt;
  const { signal } = controller;
  const progress = consoleProgress(process.stdout);
  const onDeath = (message: string): void => controller.abort(message);
  const troupe = await startTroupe({ root: ROOT, flow, ...(env && { env }), progress, onDeath, signal });
  try {
    await show(troupe, { progress, signal });
    if (!exit) await stayUp(troupe, progress, interrupt);
  } finally {
    progress.step('stopping');
    await troupe.stop();
    progress.step('everything that was started is stopped');
  }
};

/**
 * Runs a demo as a process: starts the system, shows what it shows, and stops all of it, also on Ctrl-C. `prepare` reads the
 * command line; undefined when there is nothing to run. The exit code is 0, 130 when it was interrupted, else 1.
 */
export const runDemo = async (prepare: () => Demo | undefined): Promise<void> => {
  const interrupt = listenForInterrupts();
  const { signal } = interrupt.controller;
  try {
    const demo = prepare();
    if (demo !== undefined) await run(demo, interrupt);
  } catch (error) {
    if (signal.aborted) process.stderr.write(`${String(signal.reason)}\n`);
    else process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = signal.aborted ? 130 : 1;
  }
};
