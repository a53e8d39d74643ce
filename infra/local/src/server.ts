import type { JvmLife } from './jvm-settings.ts';

/** The three servers of the stack. */
export type ServerName = 'kafka' | 'registry' | 'database';

/** Where a server comes from: the environment, a Docker engine, or a process of ours. */
export type ServerKind = 'given' | 'docker' | 'embedded';

/** One server of the stack, running. Its address stays the same over `kill` and `start`, and so does its data. */
export interface Server {
  readonly kind: ServerKind;
  /** Product and version, for people. */
  readonly description: string;
  /** Starts it again after `stop` or `kill`, and waits until it answers. */
  readonly start: () => Promise<void>;
  /** Asks it to end, and ends it by force when it takes too long; does nothing when it does not run. */
  readonly stop: () => Promise<void>;
  /** Ends it as a crash would (SIGKILL). */
  readonly kill: () => Promise<void>;
}

/** What every server needs to know to start. */
export interface StartContext {
  readonly env: NodeJS.ProcessEnv;
  /** Told about every step that may take a moment. */
  readonly progress: (message: string) => void;
  /** Ends the start early. */
  readonly signal: AbortSignal;
  /** Whether the ports that people know (9092, 8081, 5432) are tried first. */
  readonly usualPorts: boolean;
  /** What the broker's JVM is prepared for. */
  readonly brokerLife: JvmLife;
}
