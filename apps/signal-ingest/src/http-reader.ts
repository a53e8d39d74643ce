import { TroupeError, deriveId } from '@troupe/contracts';
import type { Entry, Reader } from './entry.ts';
import type { HttpFeed } from './feeds.ts';
import { jsonValue, type Line } from './parse-lines.ts';

/** What was seen of a source that is asked again and again. */
export interface HttpPosition {
  /** What the server said its latest answer is known by. */
  readonly etag?: string;
  readonly modified?: string;
  /** Items that were published, the latest last, as short hashes of their ids. */
  readonly seen: readonly string[];
}

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
      accept: 'application/json',
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

const itemOf = (line: Line): string => ('read' in line ? line.read.item : line.refused.item);

/** The latest come first in feeds, but are published last. */
const inOrder = (lines: readonly Line[]): readonly Line[] =>
  lines.toSorted((one, other) => ('read' in one && 'read' in other ? one.read.at - other.read.at : 0));

const entriesOf = (lines: readonly Line[], before: HttpPosition): readonly Entry<HttpPosition>[] => {
  const known = new Set(before.seen);
  const entries: Entry<HttpPosition>[] = [];
  for (const line of inOrder(lines)) {
    const id = deriveId('seen', itemOf(line)).slice(0, 18);
    if (known.has(id)) continue;
    known.add(id);
    entries.push({ ...line, after: { ...before, seen: [...known].slice(-MOST_SEEN) } });
  }
  return entries;
};

const headerOf = (response: Response, name: string): string | undefined => {
  const value = response.headers.get(name);
  return value !== null && value.length <= LONGEST_HEADER ? value : undefined;
};

/** The last entry also carries what the answer is known by: before it is published the same answer must come again. */
const closing = (entries: readonly Entry<HttpPosition>[], position: HttpPosition): readonly Entry<HttpPosition>[] =>
  entries.map((entry, index) => (index === entries.length - 1 ? { ...entry, after: position } : entry));

/**
 * Asks a server for its items, and again only for what has changed since. An item is published once, by its id; bounds hold for the
 * size of an answer, the time it takes, and the number of its items.
 */
export const httpReader = (feed: HttpFeed): Reader<HttpPosition> => ({
  read: async (position = { seen: [] }, signal) => {
    const response = await ask(feed, position, signal);
    if (response.status === 304) return { entries: [], position, more: false };
    if (!response.ok) throw failed(feed, `answered with ${response.status}`);
    const lines = parseJson(feed, await bodyOf(feed, response));
    const entries = entriesOf(lines, { seen: position.seen });
    const [etag, modified] = [headerOf(response, 'etag'), headerOf(response, 'last-modified')];
    const next: HttpPosition = {
      ...(etag !== undefined && { etag }),
      ...(modified !== undefined && { modified }),
      seen: entries.at(-1)?.after.seen ?? position.seen,
    };
    return { entries: closing(entries, next), position: next, more: false };
  },
});
