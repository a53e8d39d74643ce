import type { Relay } from '@troupe/agent-sdk';
import type { Codec } from '@troupe/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Entry, Reader } from './entry.ts';
import type { FeedStore } from './feed-store.ts';
import type { Replay } from './replay.ts';
import { decisionOf } from './signals-decision.ts';

/** What a source is followed with. */
export interface Following<Position> {
  readonly source: string;
  readonly market: string;
  readonly everyMs: number;
  readonly reader: Reader<Position>;
  readonly replay: Replay;
  readonly store: FeedStore;
  readonly codec: Codec;
  readonly relay: Pick<Relay, 'deliver'>;
  readonly partitions: number;
  readonly clock: () => number;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Entries that go in one decision at most. */
const MOST_AT_ONCE = 100;
/** What is due within so little is waited for and goes together. */
const SHORTEST_WAIT_MS = 50;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Keeps and publishes entries as they come due. Publishing is waited for: a source is read no faster than Kafka takes it. False when
 * somebody else has moved the source on.
 */
const publish = async <Position>(
  following: Following<Position>,
  entries: readonly Entry<Position>[],
  stored: string | undefined,
): Promise<boolean> => {
  const { source, market, store, codec, relay, replay, partitions, clock, signal } = following;
  let [rest, from] = [entries, stored];
  while (rest.length > 0) {
    const batch = rest.slice(0, Math.min(replay.due(rest, clock()), MOST_AT_ONCE));
    const last = batch.at(-1);
    if (last === undefined) {
      await delay(Math.max(SHORTEST_WAIT_MS, replay.waitMs(rest, clock())), undefined, { signal });
      continue;
    }
    const to = JSON.stringify(last.after);
    const decision = await decisionOf(
      { source, market, entries: batch, position: to, timeMs: clock() },
      codec,
      partitions,
    );
    const decided = await store.advance({ source, from, to, decision });
    if (decided === undefined) return false;
    await relay.deliver(decided, signal);
    [rest, from] = [rest.slice(batch.length), to];
  }
  return true;
};

/** Reads a source from where it was read to, again and again, until something fails or somebody else has moved it on. */
const followFrom = async <Position>(following: Following<Position>): Promise<void> => {
  const { source, everyMs, reader, store, signal } = following;
  let stored = await store.positionOf(source);
  // Nobody but this service writes positions, each the JSON of one.
  let position = stored === undefined ? undefined : (JSON.parse(stored) as Position);
  for (;;) {
    const reading = await reader.read(position, signal);
    if (reading.entries.length > 0 && !(await publish(following, reading.entries, stored))) return;
    const last = reading.entries.at(-1);
    if (last !== undefined) stored = JSON.stringify(last.after);
    position = reading.position;
    if (!reading.more) await delay(everyMs, undefined, { signal });
  }
};

/**
 * Follows a source until the signal aborts. What fails is logged and tried again from where the source was read to, after a pause that
 * doubles up to a minute. Never rejects.
 */
export const followFeed = async <Position>(following: Following<Position>): Promise<void> => {
  const { source, everyMs, log, signal, clock } = following;
  let pauseMs = FIRST_PAUSE_MS;
  const isStopped = (): boolean => signal.aborted;
  while (!isStopped()) {
    const sinceMs = clock();
    try {
      await followFrom(following);
      await delay(everyMs, undefined, { signal });
    } catch (error) {
      if (isStopped()) return;
      log.warn({ err: error, source }, 'reading a source failed, and will be tried again');
      pauseMs = clock() - sinceMs > LONGEST_PAUSE_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }
};
