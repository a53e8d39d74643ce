import type { Metrics } from '@troupe/observability';

/**
 * Something outside that an agent calls: a model, a tool, a limit that is shared with others. Declared in
 * `dependencies`, so that readiness and metrics of the service that runs the agent name it.
 */
export interface Dependency {
  /** In kebab-case; the name of its check in /health/ready. */
  readonly name: string;
  /** Whether it can be called now, as far as is known without calling it. */
  available(): boolean;
  /** Counts from now on in these metrics. */
  observe(metrics: Metrics): void;
  /** Lets go of what it holds, when the service ends. Idempotent. */
  close?(): Promise<void>;
}
