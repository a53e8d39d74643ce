import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inShort } from './feeds.fixture.ts';
import { httpReader, type HttpPosition } from './http-reader.ts';

let server: Server;
let asked: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const NOW = Date.UTC(2026, 10, 28, 9);

const read = (position?: HttpPosition, kind: 'json' | 'rss' = 'json') => {
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/items`;
  const reader = httpReader({ source: 'spec', market: 'main', kind, url, every: 1_000 }, () => NOW);
  return reader.read(position, new AbortController().signal);
};
const items = (...ids: readonly number[]): string => JSON.stringify(ids.map((id) => ({ id, at: id, value: id * 10 })));

describe('a source that is asked', () => {
  it('gives every item once, in the order of time, whatever comes again', async () => {
    answer = (_, response) => response.end(items(3, 2, 1));
    const first = await read();
    expect(inShort(first.entries)).toEqual(['1=10', '2=20', '3=30']);
    answer = (_, response) => response.end(items(4, 3, 2));
    expect(inShort((await read(first.position)).entries)).toEqual(['4=40']);
  });

  it('goes on from any item that was kept', async () => {
    answer = (_, response) => response.end(items(1, 2, 3));
    const { entries } = await read();
    expect(inShort((await read(entries[0]!.after)).entries)).toEqual(['2=20', '3=30']);
  });

  it('is asked for what has changed since, and says so before it is known only with its last item', async () => {
    answer = (request, response) => {
      response.setHeader('etag', '"one"').setHeader('last-modified', 'Sat, 28 Nov 2026 08:00:00 GMT');
      response.statusCode = request.headers['if-none-match'] === '"one"' ? 304 : 200;
      response.end(response.statusCode === 304 ? undefined : items(1, 2));
    };
    const { entries, position } = await read();
    expect(entries.map(({ after }) => after.etag)).toEqual([undefined, '"one"']);
    expect(await read(position)).toEqual({ entries: [], position, more: false });
    expect(asked.at(-1)?.headers['if-modified-since']).toBe('Sat, 28 Nov 2026 08:00:00 GMT');
  });

  it('has an item that cannot be read refused, once', async () => {
    answer = (_, response) => response.end('[{"id":"x","at":"never"},{"at":1,"value":"much"}]');
    const { entries, position } = await read();
    expect(inShort(entries)).toEqual([expect.stringContaining('x has no time'), expect.stringContaining('value')]);
    expect((await read(position)).entries).toEqual([]);
  });

  it.each([
    ['an error', (_: IncomingMessage, response: ServerResponse) => response.writeHead(500).end(), 'answered with 500'],
    ['no JSON', (_: IncomingMessage, response: ServerResponse) => response.end('<html>'), 'no JSON'],
    ['no list', (_: IncomingMessage, response: ServerResponse) => response.end('{}'), 'no list'],
    [
      'more than it may',
      (_: IncomingMessage, response: ServerResponse) => response.end(`["${'x'.repeat(2_100_000)}"]`),
      'bytes',
    ],
  ])('that answers with %s is asked again later', async (_, answering, why) => {
    answer = answering;
    await expect(read()).rejects.toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
      message: expect.stringContaining(why),
    });
  });

  it('leads nowhere else', async () => {
    answer = (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end();
    await expect(read()).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });
});

describe('news', () => {
  const news = (...ids: readonly string[]): string =>
    `<rss><channel>${ids.map((id) => `<item><guid>${id}</guid><title>${id}</title><pubDate>2026-11-28T08:00:00Z</pubDate></item>`).join('')}</channel></rss>`;
  const count = `new until ${new Date(NOW).toISOString()}`;

  it('is given once, and from the second time on with how much of it is new', async () => {
    answer = (_, response) => response.end(news('a', 'b'));
    const first = await read(undefined, 'rss');
    expect(inShort(first.entries)).toEqual(['a=null', 'b=null']);
    answer = (_, response) => response.end(news('d', 'c', 'b'));
    const second = await read(first.position, 'rss');
    expect(inShort(second.entries)).toEqual(['d=null', 'c=null', `${count}=2`]);
    expect(second.entries.at(-1)!.after).toEqual(second.position);
  });

  it('that has not changed is counted as none', async () => {
    answer = (request, response) => {
      response.setHeader('etag', '"one"');
      response.statusCode = request.headers['if-none-match'] === '"one"' ? 304 : 200;
      response.end(response.statusCode === 304 ? undefined : news('a'));
    };
    const { position } = await read(undefined, 'rss');
    expect(inShort((await read(position, 'rss')).entries)).toEqual([`${count}=0`]);
  });

  it('that is none is asked for again later', async () => {
    answer = (_, response) => response.end('<html><body>Sorry</body></html>');
    await expect(read(undefined, 'rss')).rejects.toMatchObject({ message: expect.stringContaining('neither RSS nor Atom') }); // prettier-ignore
  });
});
