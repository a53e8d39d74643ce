import type { RequestListener } from 'node:http';
import type { HealthCheck, Metrics, Tracing, UpgradeListener } from '@troupe/observability';
import type { Logger } from 'pino';
import type { ServiceConfig } from '../config.ts';

/** What a service is given when it starts. */
export interface ServiceContext<Config extends ServiceConfig<unknown> = ServiceConfig> {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  /** There only where the configuration asks for it. */
  readonly tracing?: Tracing;
  /** Aborted when the service is told to stop: whoever waits for a server gives up then. */
  readonly signal: AbortSignal;
  /** Adds to what /health/ready looks at. */
  check(name: string, check: HealthCheck): void;
  /**
   * Closes something when the service ends, also when it could not start: last opened, first closed, after
   * `RunningService.stop`.
   */
  defer(close: () => Promise<void>): void;
  /** Answers every HTTP request that is not about health or metrics, and takes over what becomes a WebSocket. */
  serve(listener: RequestListener, upgrade?: UpgradeListener): void;
  /** Says that the service cannot go on: it stops as on a signal, with exit code 1. */
  fail(error: Error): void;
}

/** A service that has started. */
export interface RunningService {
  /** Takes no more work and finishes or hands over what it has; what was deferred is closed after that. */
  stop(): Promise<void>;
}
