import { TroupeError } from '@troupe/contracts';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { duration } from './entry.ts';

const NAME = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}$/;
const NAMED = 'may contain letters, digits, dot, underscore and hyphen';

const common = {
  /** Names the source in every event, and its conversation. */
  source: z.string().regex(NAME, NAMED),
  /** What its source is correlated with: all sources of one market. */
  market: z.string().regex(NAME, NAMED).default('main'),
};

const file = {
  ...common,
  /** From the folder that the service runs in. */
  path: z.string().min(1),
  /** How often a file that was read to its end is looked at again. */
  every: duration('1s'),
  /** How much faster than it happened: 3600 is an hour in a second. As fast as possible where it is absent. */
  speed: z.number().positive().max(1_000_000).optional(),
};

const http = {
  ...common,
  url: z.url({ protocol: /^https?$/, error: 'must be a URL with http or https' }),
  every: duration('5m'),
};

const feed = z.discriminatedUnion('kind', [
  z.strictObject({
    ...file,
    kind: z.literal('csv'),
    columns: z.strictObject({ at: z.string().default('timestamp'), value: z.string().default('value') }).prefault({}),
  }),
  z.strictObject({ ...file, kind: z.literal('jsonl') }),
  z.strictObject({ ...http, kind: z.literal('json') }),
  z.strictObject({ ...http, kind: z.literal('rss') }),
  z.strictObject({
    ...common,
    kind: z.literal('webhook'),
    /** The variable that has what deliveries are signed with: a secret is in no file. */
    secretFrom: z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/, 'must name a variable, such as NEWS_SECRET'),
    /** Deliveries that are taken in a minute, by each instance. */
    perMinute: z.int().positive().max(100_000).default(600),
  }),
]);

const feeds = z
  .strictObject({ feeds: z.array(feed).max(1_000) })
  .refine(
    ({ feeds: all }) => new Set(all.map(({ source }) => source)).size === all.length,
    'every source has a name of its own',
  );

/** One source, and how it is read. */
export type Feed = z.infer<typeof feed>;

/** A source that is a file of lines. */
export type FileFeed = Extract<Feed, { kind: 'csv' | 'jsonl' }>;

/** A source that is asked again and again. */
export type HttpFeed = Extract<Feed, { kind: 'json' | 'rss' }>;

/** A source that delivers itself. */
export type WebhookFeed = Extract<Feed, { kind: 'webhook' }>;

/** A source that is read. */
export type ReadFeed = FileFeed | HttpFeed;

const invalid = (path: string, why: string, cause?: unknown): TroupeError =>
  new TroupeError('CONFIG_INVALID', `The feeds in ${path}: ${why}`, { cause });

/**
 * Reads which sources there are.
 * @throws TroupeError CONFIG_INVALID when the file is not there, is no JSON, or says something that makes no sense.
 */
export const loadFeeds = async (path: string): Promise<readonly Feed[]> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw invalid(path, 'cannot be read: give SIGNAL_FEEDS the path of the file', error);
  });
  const { data, error } = feeds.safeParse(parseJson(path, text));
  if (data) return data.feeds;
  throw invalid(
    path,
    error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`).join('; '),
  );
};

const parseJson = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw invalid(path, 'no JSON', error);
  }
};
