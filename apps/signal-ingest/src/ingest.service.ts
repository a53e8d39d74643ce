import {
  createDecisionStore,
  createRelay,
  joinFleet,
  keepDecisions,
  openCodec,
  openDatabase,
  openMessaging,
  openPublisher,
  type RunningService,
  type ServiceConfig,
  type ServiceContext as AnyContext,
} from '@troupe/agent-sdk';
import { loadFeeds, type Feed, type ReadFeed, type WebhookFeed } from './feeds.ts';
import { createFeedStore } from './feed-store.ts';
import { fileReader } from './file-reader.ts';
import { followFeed, type Following } from './follow-feed.ts';
import { httpReader } from './http-reader.ts';
import { migrations } from './migrations.ts';
import { createReplay } from './replay.ts';
import type { IngestSettings } from './settings.ts';
import { PUBLISHED } from './signals-decision.ts';
import type { IngestTables } from './tables.ts';
import { serveWebhooks } from './webhook/serve-webhooks.ts';

type ServiceContext = AnyContext<ServiceConfig<IngestSettings>>;

const SCHEMA = 'signal_ingest';
/** Raised when what is made of a source changes. */
const VERSION = '1';

const follow = (
  feed: ReadFeed,
  shared: Omit<Following<unknown>, 'source' | 'market' | 'everyMs' | 'reader' | 'replay'>,
): Promise<void> => {
  const own = { ...shared, source: feed.source, market: feed.market, everyMs: feed.every };
  if (feed.kind === 'json' || feed.kind === 'rss')
    return followFeed({ ...own, reader: httpReader(feed, Date.now), replay: createReplay(undefined) });
  return followFeed({ ...own, reader: fileReader(feed), replay: createReplay(feed.speed) });
};

const isDelivered = (feed: Feed): feed is WebhookFeed => feed.kind === 'webhook';
const isRead = (feed: Feed): feed is ReadFeed => !isDelivered(feed);

/** Follows every source that is configured, side by side, and takes what others deliver, until the service is told to stop. */
export const startIngest = async (context: ServiceContext): Promise<RunningService> => {
  const { config, log, metrics, signal } = context;
  const { SIGNAL_FEEDS: path } = config.settings;
  const feeds = path === undefined ? [] : await loadFeeds(path);
  const database = await openDatabase<IngestTables>(context, { schema: SCHEMA, migrations });
  const decisions = createDecisionStore(database);
  const codec = await openCodec(context, PUBLISHED);
  await keepDecisions(decisions, context);
  const messaging = await openMessaging(context);
  const publisher = await openPublisher(context, messaging);
  await joinFleet({ consumes: [], publishes: PUBLISHED, messaging, codec, publisher, version: VERSION }, context);
  const partitions = Array.from({ length: config.partitions }, (_, partition) => partition);
  const relay = createRelay({ store: decisions, publisher, partitions: () => partitions, log, metrics });
  const stopping = new AbortController();
  const shared = {
    store: createFeedStore(database.db, decisions),
    codec,
    relay,
    partitions: config.partitions,
    clock: Date.now,
    log,
    signal: AbortSignal.any([signal, stopping.signal]),
  };
  log.info({ sources: feeds.length }, 'following sources');
  await serveWebhooks(feeds.filter(isDelivered), { ...shared, db: database.db, decisions }, context);
  const followed = Promise.all(feeds.filter(isRead).map((feed) => follow(feed, shared)));
  return {
    stop: async () => {
      stopping.abort();
      await followed;
      await relay.close();
    },
  };
};
