import type { RequestListener } from 'node:http';
import { flushCompileCache } from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureError } from '@troupe/contracts';
import {
  createLogger,
  createMetrics,
  startHealthServer,
  startTracing,
  type HealthCheck,
  type HealthServer,
  type UpgradeListener,
} from '@troupe/observability';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../config.ts';
import { giveBackAtRest } from './give-back.ts';
import { ownProcess } from './own-process.ts';
import type { RunningService, ServiceContext } from './service-context.ts';

/** What a service is made of. */
export interface ServiceOptions<Config extends ServiceConfig<unknown>> {
  readonly config: Config;
  /** Connects and starts the work. Its signal aborts when the service is told to stop meanwhile. */
  readonly start: (context: ServiceContext<Config>) => Promise<RunningService>;
  /**
   * Whether the service owns the process: SIGTERM and SIGINT stop it, a second one ends it at once, and the process exits
   * when the service has ended. False for several in one process, as in a spec. Default true.
   */
  readonly standalone?: boolean;
  /** How long stopping may take before it is cut short. Default 20,000 ms. */
  readonly drainMs?: number;
}

/** A service that runs. */
export interface ServiceHandle {
  /** Where health, metrics and whatever it serves are found. */
  readonly url: string;
  /** Stops it and waits for the end. Idempotent. */
  stop(): Promise<void>;
  /** Resolves to the exit code when the service has ended: 0 after a clean stop. */
  readonly finished: Promise<number>;
}

/** Ends a service, once. */
type End = (code: number) => Promise<void>;

interface Lifecycle {
  readonly log: Logger;
  readonly health: HealthServer;
  readonly drainMs: number;
  readonly stopping: AbortController;
  readonly starting: Promise<RunningService>;
  readonly closers: readonly (() => Promise<void>)[];
}

const inTime = async (work: Promise<unknown>, ms: number): Promise<boolean> => {
  const done = new AbortController();
  const tooLate = delay(ms, false, { signal: done.signal }).catch(() => false);
  const inside = work.then(() => true);
  return Promise.race([inside, tooLate]).finally(() => done.abort());
};

const closeAll = async (closers: readonly (() => Promise<void>)[]): Promise<void> => {
  for (const close of closers.toReversed()) await close();
};

/** Stops what was started and closes what was opened, within the limit; whether it went well. */
const stopWithin = async ({ starting, closers, drainMs, log }: Lifecycle): Promise<boolean> => {
  const stopping = starting
    // Why a start failed has been said where it failed.
    .then(
      (running) => running.stop(),
      () => undefined,
    ) // prettier-ignore
    .finally(() => closeAll(closers));
  try {
    if (await inTime(stopping, drainMs)) return true;
    log.error({ drainMs }, 'stopping took too long and was cut short: what was not finished comes again');
  } catch (error) {
    log.error({ err: ensureError(error) }, 'stopping failed: what was not finished comes again');
  }
  return false;
};

const ending = (lifecycle: Lifecycle): { end: End; finished: Promise<number> } => {
  const { log, health, stopping } = lifecycle;
  const { promise: finished, resolve } = Promise.withResolvers<number>();
  const run = async (code: number): Promise<void> => {
    health.setDraining();
    log.info('stopping');
    stopping.abort();
    const clean = await stopWithin(lifecycle);
    await health.close();
    log.info('stopped');
    resolve(clean ? code : 1);
  };
  let ended: Promise<void> | undefined;
  return { end: (code) => (ended ??= run(code)), finished };
};

/**
 * The life of a service: its health server first, then `start`, then ready; on a signal not ready, drain, close, exit.
 * Resolves when it has started.
 * @throws whatever `start` threw, unless the service owns the process, which then exits with code 1
 */
export const runService = async <Config extends ServiceConfig<unknown>>(
  options: ServiceOptions<Config>,
): Promise<ServiceHandle> => {
  const { config, standalone = true, drainMs = 20_000 } = options;
  const log = createLogger({ service: config.name, level: config.logLevel });
  const metrics = createMetrics(config.name);
  const stopping = new AbortController();
  let started = false;
  const serving: { listener?: RequestListener; upgrade?: UpgradeListener } = {};
  const tracing = await startTracing(config.tracing, (problem) => log.warn({ problem }, 'tracing'));
  // The last to be closed: what ends before it is told.
  const closers: (() => Promise<void>)[] = tracing === undefined ? [] : [() => tracing.close()];
  const checks: Record<string, HealthCheck> = { started: () => started };
  const health = await startHealthServer({
    ...config,
    checks,
    metrics,
    otherwise: () => serving.listener,
    upgrade: () => serving.upgrade,
  });
  log.info({ url: health.url }, 'listening');

  const failed = Promise.withResolvers<Error>();
  const context: ServiceContext<Config> = {
    config,
    log,
    metrics,
    ...(tracing && { tracing }),
    signal: stopping.signal,
    check: (name, check) => void (checks[name] = check),
    defer: (close) => void closers.push(close),
    serve: (listener, upgrade) => void Object.assign(serving, { listener, upgrade }),
    fail: (error) => failed.resolve(error),
  };
  const starting = Promise.resolve().then(() => options.start(context));
  const { end, finished } = ending({ log, health, drainMs, stopping, starting, closers });
  void failed.promise.then((error) => {
    log.fatal({ err: error }, 'cannot go on');
    return end(1);
  });
  if (standalone) {
    ownProcess({ end, finished, log });
    giveBackAtRest(stopping.signal);
  }
  try {
    await starting;
    // Node keeps what it has compiled when a process ends; one that is killed would leave the next to compile it all again.
    if (standalone) flushCompileCache();
    started = true;
    log.info('started');
  } catch (error) {
    if (!stopping.signal.aborted) log.fatal({ err: ensureError(error) }, 'could not start');
    await end(stopping.signal.aborted ? 0 : 1);
    throw error;
  }
  return { url: health.url, stop: () => end(0), finished };
};
