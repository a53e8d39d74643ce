import { TroupeError } from '@troupe/contracts';
import type { MessagingLogger } from './kafka-logger.ts';
import type { Succession } from './kafka-subscriber-membership.ts';
import type { Session, SessionEnd } from './kafka-subscriber-session.ts';
import { pause } from './pause.ts';

/** What a run works with. */
export interface RunOptions {
  /** For messages. */
  readonly group: string;
  readonly logger: MessagingLogger;
  /** What the last run of this subscriber ended with. */
  readonly predecessor: Succession;
  openSession(predecessor: Succession): Session;
  /** Rejects with TOPIC_MISMATCH when the topics are not as they must be; waits for a broker that is away until it is aborted. */
  requireTopics(signal: AbortSignal): Promise<void>;
  /** When Kafka last answered a fetch, in milliseconds. */
  lastFetchedMs(): number;
  /** A session has ended by itself and another will begin. */
  onInterruption(): void;
  /** No session can go on. */
  onFatal(error: Error): void;
  /** The clock, in milliseconds. */
  now?(): number;
  /** Waits between two sessions. */
  wait?(ms: number, signal: AbortSignal): Promise<void>;
}

/** Sessions with one set of topics, one after the other, until it is stopped or cannot go on. */
export interface Run {
  session(): Session | undefined;
  succession(): Succession;
  /** Drains and leaves the group. Idempotent. */
  stop(drainMs: number): Promise<void>;
}

/** How long sessions are begun anew without one that fetches anything. Then the process shall end and be looked at. */
const RESTART_FOR_MS = 300_000;
const RESTART_PAUSE_MS = 250;

/** Begins a run. A broker that is away, at the beginning or later, is waited for. */
export const startRun = (options: RunOptions): Run => {
  const { group, logger, now = Date.now, wait = pause } = options;
  const stopped = new AbortController();
  let session: Session | undefined;
  let { predecessor } = options;
  let stopping: Promise<void> | undefined;

  const attempt = async (): Promise<SessionEnd> => {
    try {
      await options.requireTopics(stopped.signal);
    } catch (error) {
      if (TroupeError.is(error)) return { error, retriable: error.retryable };
      throw error;
    }
    if (stopped.signal.aborted) return 'stopped';
    session = options.openSession(predecessor);
    const end = await session.run();
    predecessor = session.succession();
    return end;
  };

  const sessions = async (): Promise<void> => {
    const startedMs = now();
    for (;;) {
      const end = await attempt();
      if (end === 'stopped' || stopped.signal.aborted) return;
      const silentMs = now() - Math.max(startedMs, options.lastFetchedMs());
      if (!end.retriable || silentMs > RESTART_FOR_MS) return options.onFatal(crashOf(group, end.error));
      logger.info({ group, err: end.error }, 'the consumer was interrupted and begins anew');
      options.onInterruption();
      await wait(RESTART_PAUSE_MS, stopped.signal);
    }
  };

  const stop = async (drainMs: number): Promise<void> => {
    stopped.abort();
    await session?.stop(drainMs);
    await over;
  };

  const over = sessions().catch((error: unknown) => options.onFatal(crashOf(group, error)));
  return { session: () => session, succession: () => predecessor, stop: (drainMs) => (stopping ??= stop(drainMs)) };
};

const crashOf = (group: string, error: unknown): Error =>
  TroupeError.is(error)
    ? error
    : new TroupeError(
        'CONSUMER_CRASHED',
        `the consumer of the group ${group} cannot go on: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error, details: { group } },
      );
