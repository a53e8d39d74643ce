import { TroupeError, deriveId } from '@troupe/contracts';
import type { Item, Reader, Reading } from './entry.ts';
import type { HttpFeed } from './feeds.ts';
import { jsonValue, type Line } from './parse-lines.ts';
import { parseRss } from './parse-rss.ts';

/** What was seen of a source that is asked again and again. */
export interface HttpPosition {
  /** What the server said its latest answer is known by. */
  readonly etag?: string;
  readonly modified?: string;
  /** When it was asked last, of a source whose new items are counted; in milliseconds since 1970. */
  readonly askedAt?: number;
  /** Items that were published, the latest last, as short hashes of their ids. */
  readonly seen: readonly string[];
}

const ACCEPTED: Readonly<Record<HttpFeed['kind'], string>> = {
  json: 'application/json',
  rss: 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8',
};

const LARGEST_ANSWER = 2_097_152;
const LONGEST_WAIT_MS = 15_000;
/** More items than an answer of that size has of any sense. */
const MOST_ITEMS = 2_000;
/** Items are known again while they are among so many latest. */
const MOST_SEEN = 4_000;
const LONGEST_HEADER = 500;

const failed = ({ source }: HttpFeed, why: string): TroupeError =>
  new TroupeError('DEPENDENCY_UNAVAILABLE', `The source ${source} ${why}: it is asked again later.`);

const ask = (feed: HttpFeed, position: HttpPosition | undefined, signal: AbortSignal): Promise<Response> =>
  fetch(feed.url, {
    headers: {
      accept: ACCEPTED[feed.kind],
      ...(position?.etag !== undefined && { 'if-none-match': position.etag }),
      ...(position?.modified !== undefined && { 'if-modified-since': position.modified }),
    },
    // Nobody but the configuration says where to ask: an answer that leads elsewhere is none.
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_WAIT_MS)]),
  });

/** The body, unless it is larger than it may be: no more than that is ever held. */
const bodyOf = async (feed: HttpFeed, response: Response): Promise<string> => {
  if (response.body === null) return '';
  const body: AsyncIterable<Uint8Array> = response.body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw failed(feed, `answered with more than ${LARGEST_ANSWER} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const parseJson = (feed: HttpFeed, body: string): readonly Line[] => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw failed(feed, 'answered with something that is no JSON');
  }
  if (!Array.isArray(json)) throw failed(feed, 'answered with no list of items');
  return json.slice(0, MOST_ITEMS).map((item: unknown) => {
    const text = JSON.stringify(item);
    return jsonValue(deriveId('item', text), item, text);
  });
};

const parse = (feed: HttpFeed, body: string): readonly Line[] => {
  if (feed.kind === 'json') return parseJson(feed, body);
  const lines = parseRss(body);
  if (lines === undefined) throw failed(feed, 'answered with neither RSS nor Atom');
  return lines.slice(0, MOST_ITEMS);
};

const itemOf = (line: Line): string => ('read' in line ? line.read.item : line.refused.item);

/** The latest come first in feeds, but are published last. */
const inOrder = (lines: readonly Line[]): readonly Line[] =>
  lines.toSorted((one, other) => ('read' in one && 'read' in other ? one.read.at - other.read.at : 0));

/**
 * The items that were not seen before, in the order of their times, each once. The last also carries what the answer is known by: before
 * it is published the same answer must come again. A position is made when it is asked for: each holds thousands of hashes.
 */
const readingOf = (
  lines: readonly Line[],
  seen: readonly string[],
  known: Omit<HttpPosition, 'seen'>,
): Reading<HttpPosition> => {
  const ids = new Set(seen);
  const fresh = inOrder(lines).flatMap((line) => {
    const before = ids.size;
    ids.add(deriveId('seen', itemOf(line)).slice(0, 18));
    return ids.size > before ? [{ line, upTo: ids.size }] : [];
  });
  const all = [...ids];
  const seenUpTo = (count: number): readonly string[] => all.slice(Math.max(0, count - MOST_SEEN), count);
  const entries = fresh.map(({ line, upTo }) => ({
    ...line,
    get after(): HttpPosition {
      return { ...(upTo === all.length && known), seen: seenUpTo(upTo) };
    },
  }));
  return { entries, position: { ...known, seen: seenUpTo(all.length) }, more: false };
};

/** How many items were new since a source was asked last: a value of its own, because what they say cannot be measured. */
const countOf = (items: number, at: number): Item => ({
  item: `new until ${new Date(at).toISOString()}`,
  at,
  value: items,
  title: '',
  link: '',
});

/** A reading of news, with how much there was of it. The first time nobody knows since when. */
const counted = (
  { entries, position }: Reading<HttpPosition>,
  { askedAt }: HttpPosition,
  nowMs: number,
): Reading<HttpPosition> => {
  const after: HttpPosition = { ...position, askedAt: nowMs };
  if (askedAt === undefined) return { entries, position: after, more: false };
  const items = entries.filter((entry) => 'read' in entry).length;
  return { entries: [...entries, { read: countOf(items, nowMs), after }], position: after, more: false };
};

const headerOf = (response: Response, name: string): string | undefined => {
  const value = response.headers.get(name);
  return value !== null && value.length <= LONGEST_HEADER ? value : undefined;
};

const knownBy = (response: Response): Omit<HttpPosition, 'seen'> => {
  const [etag, modified] = [headerOf(response, 'etag'), headerOf(response, 'last-modified')];
  return { ...(etag !== undefined && { etag }), ...(modified !== undefined && { modified }) };
};

/** What is new since a source was asked last. */
const readNews = async (
  feed: HttpFeed,
  position: HttpPosition,
  signal: AbortSignal,
): Promise<Reading<HttpPosition>> => {
  const response = await ask(feed, position, signal);
  if (response.status === 304) return { entries: [], position, more: false };
  if (!response.ok) throw failed(feed, `answered with ${response.status}`);
  return readingOf(parse(feed, await bodyOf(feed, response)), position.seen, knownBy(response));
};

/**
 * Asks a server for its items, and again only for what has changed since. An item is published once, by its id; of news also how many
 * are new, each time. Bounds hold for the size of an answer, the time it takes, and the number of its items.
 */
export const httpReader = (feed: HttpFeed, clock: () => number): Reader<HttpPosition> => ({
  read: async (position = { seen: [] }, signal) => {
    const reading = await readNews(feed, position, signal);
    return feed.kind === 'rss' ? counted(reading, position, clock()) : reading;
  },
});
