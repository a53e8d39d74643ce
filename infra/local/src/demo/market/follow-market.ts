import { setTimeout as delay } from 'node:timers/promises';
import { DEFAULT_TENANT, namedConversationId } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { LEDGER_SCHEMA, type LedgerTables } from '@troupe/ledger-reader';
import { isTold, newStory, withEvent, withReport, type MarketStory, type ToldEvent } from './market-story.ts';
import type { PlayedSource } from './played-sources.ts';

/** How a market is followed. */
export interface FollowOptions {
  /** The database that the ledger writes to. */
  readonly url: string;
  readonly market: string;
  readonly sources: readonly PlayedSource[];
  /** Told whenever it was looked. */
  readonly onProgress: (story: MarketStory) => void;
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

type LedgerDatabase = Database<LedgerTables>;

const LOOK_EVERY_MS = 400;
const MOST_AT_ONCE = 2_000;
/** What is told last takes a few steps to become a report: as long as nothing is said, nothing more comes. */
const QUIET_MS = 3_000;

/** Where a conversation was read to. */
type Positions = Map<string, number>;

const readOn = async (
  { db }: LedgerDatabase,
  conversationId: string,
  positions: Positions,
): Promise<readonly ToldEvent[]> => {
  const rows = await db
    .selectFrom('events')
    .select(['position', 'type', 'data'])
    .where('conversation_id', '=', conversationId)
    .where('position', '>', positions.get(conversationId) ?? 0)
    .orderBy('position')
    .limit(MOST_AT_ONCE)
    .execute();
  const last = rows.at(-1);
  if (last !== undefined) positions.set(conversationId, last.position);
  return rows;
};

/** The conversations that a market started: those of its reports. */
const reportsOf = async ({ db }: LedgerDatabase, market: string): Promise<readonly string[]> => {
  const rows = await db
    .selectFrom('events')
    .select('conversation_id')
    .distinct()
    .where('parent_id', '=', market)
    .execute();
  return rows.map((row) => row.conversation_id);
};

/** Looks once, and says what is known then and how much of it is new. */
const look = async (database: LedgerDatabase, before: MarketStory, options: FollowOptions, positions: Positions) => {
  const market = namedConversationId(DEFAULT_TENANT, `market ${options.market}`);
  let news = (await readOn(database, market, positions)).length;
  const sources = await Promise.all(
    options.sources.map(async ({ conversationId }, index) => {
      const events = await readOn(database, conversationId, positions);
      news += events.length;
      const story = before.sources[index];
      if (story === undefined) throw new Error(`There is no story of source ${index}`);
      return events.reduce(withEvent, story);
    }),
  );
  let story: MarketStory = { ...before, sources };
  for (const report of await reportsOf(database, market)) {
    const events = await readOn(database, report, positions);
    news += events.length;
    story = events.reduce(withReport, story);
  }
  return { story, news };
};

/** Follows what is said of some sources and their market until all of it was told, or time is up. */
export const followMarket = async (options: FollowOptions): Promise<MarketStory> => {
  const { url, sources, onProgress, withinMs, signal } = options;
  const database = connectDatabase<LedgerTables>({ url, schema: LEDGER_SCHEMA, applicationName: 'demo' });
  const positions: Positions = new Map();
  const endMs = performance.now() + withinMs;
  let quietSinceMs = performance.now();
  let story: MarketStory = {
    sources: sources.map(({ source, points }) => newStory(source, points)),
    requested: 0,
    reports: [],
  };
  try {
    while (performance.now() < endMs) {
      const looked = await look(database, story, options, positions);
      story = looked.story;
      onProgress(story);
      if (looked.news > 0) quietSinceMs = performance.now();
      if (isTold(story) && performance.now() - quietSinceMs > QUIET_MS) break;
      await delay(LOOK_EVERY_MS, undefined, { signal });
    }
    return story;
  } finally {
    await database.close();
  }
};
