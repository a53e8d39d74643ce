import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, runService, type ServiceHandle } from '@troupe/agent-sdk';
import { SignalRefused, SignalsObserved } from '@troupe/contracts';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { growingFile } from './feeds.fixture.ts';
import { startIngest } from './ingest.service.ts';
import { ingestSettings } from './settings.ts';
import { SIGNAL_INGEST, sourceConversation } from './signals-decision.ts';
import { sign } from './webhook/signature.ts';

const SECRET = 'a secret of this spec';

let place: IsolatedStack;
let log: EventLog;
let web: { readonly url: string; close(): Promise<void> };

/** A server that has a list of items, and news. */
const serveItems = async (): Promise<typeof web> => {
  const server = createServer((request, response) =>
    response.end(
      request.url === '/news'
        ? '<rss><channel><item><guid>r1</guid><pubDate>2026-11-28T08:00:00Z</pubDate></item></channel></rss>'
        : '[{"id":"j1","at":1,"value":2}]',
    ),
  );
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
};

beforeAll(async () => {
  place = await isolated(SIGNAL_INGEST);
  log = await openEventLog(place, { events: [SignalsObserved, SignalRefused] });
  web = await serveItems();
}, 60_000);

afterAll(async () => {
  await web.close();
  await log.close();
  await place.drop();
}, 60_000);

const start = async (feeds: readonly object[]): Promise<ServiceHandle> => {
  const { path } = await growingFile(JSON.stringify({ feeds }));
  const config = loadServiceConfig(
    { ...place.env, LOG_LEVEL: 'silent', SIGNAL_FEEDS: path },
    { name: SIGNAL_INGEST, settings: ingestSettings },
  );
  return runService({ config, start: startIngest, standalone: false });
};

/** The events of a source, each once: relays may write one twice, under one id. */
const eventsOf = (source: string) => [
  ...new Map(log.concluded(sourceConversation(source)).map((event) => [event.envelope.id, event])).values(),
];
// The type of an event says what its data is.
const itemsOf = (source: string): readonly string[] =>
  eventsOf(source)
    .filter(({ type }) => type === SignalsObserved.type)
    .flatMap(({ data }) => (data as ReturnType<typeof SignalsObserved>['data']).items.map(({ item }) => item));
const refusedOf = (source: string): readonly string[] =>
  eventsOf(source)
    .filter(({ type }) => type === SignalRefused.type)
    .map(({ data }) => (data as ReturnType<typeof SignalRefused>['data']).item);

const lines = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `{"at":${from + index},"value":${index}}\n`).join('');
const numbers = (from: number, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => String(from + index));

describe('a source', () => {
  it('is published whole, in order and once, over restarts in which it grows, and beside a source that fails', async () => {
    const file = await growingFile(`${lines(1, 250)}nonsense\n`);
    const feeds = [
      { source: 'growing', kind: 'jsonl', path: file.path, every: '20ms' },
      { source: 'missing', kind: 'jsonl', path: '/nowhere', every: '20ms' },
    ];
    const first = await start(feeds);
    await eventually(() => expect(itemsOf('growing')).toEqual(numbers(1, 250)));
    await eventually(() => expect(refusedOf('growing')).toEqual(['251']));
    await first.stop();
    await file.append(lines(252, 150));
    const second = await start(feeds);
    await file.append(lines(402, 10));
    await eventually(() => expect(itemsOf('growing')).toEqual([...numbers(1, 250), ...numbers(252, 160)]));
    await second.stop();
    expect(refusedOf('growing')).toEqual(['251']);
  }, 60_000);

  it('is published once when two instances follow it', async () => {
    const file = await growingFile(lines(1, 500));
    const feeds = [{ source: 'shared', kind: 'jsonl', path: file.path, every: '20ms' }];
    const instances = await Promise.all([start(feeds), start(feeds)]);
    await eventually(() => expect(itemsOf('shared').length).toBeGreaterThanOrEqual(500));
    await Promise.all(instances.map((instance) => instance.stop()));
    expect(itemsOf('shared')).toEqual(numbers(1, 500));
  }, 60_000);

  it('may be of any kind: all are read at once, and what one delivers again is published once', async () => {
    process.env['SPEC_WEBHOOK_SECRET'] = SECRET;
    const [csv, jsonl] = [
      await growingFile('timestamp,value\n2026-11-28 08:00:00,1\n'),
      await growingFile(lines(1, 3)),
    ];
    const service = await start([
      { source: 'in-csv', kind: 'csv', path: csv.path },
      { source: 'in-jsonl', kind: 'jsonl', path: jsonl.path },
      { source: 'in-json', kind: 'json', url: `${web.url}/items` },
      { source: 'in-rss', kind: 'rss', url: `${web.url}/news` },
      { source: 'in-webhook', kind: 'webhook', secretFrom: 'SPEC_WEBHOOK_SECRET' },
    ]);
    const body = '[{"id":"w1","at":1,"value":2},{"id":"w2","at":2}]';
    const signature = sign(SECRET, { source: 'in-webhook', body: Buffer.from(body) }, Date.now());
    const deliver = () =>
      fetch(`${service.url}/v1/signals/in-webhook`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-troupe-signature': signature },
        body,
      });
    expect([(await deliver()).status, (await deliver()).status]).toEqual([202, 202]);
    const all = ['in-csv', 'in-jsonl', 'in-json', 'in-rss', 'in-webhook'];
    await eventually(() => expect(all.map(itemsOf)).toEqual([['2'], ['1', '2', '3'], ['j1'], ['r1'], ['w1', 'w2']]));
    await service.stop();
  }, 60_000);
});
