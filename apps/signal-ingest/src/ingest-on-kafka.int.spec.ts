import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, runService, type ServiceHandle } from '@troupe/agent-sdk';
import { SignalRefused, SignalsObserved } from '@troupe/contracts';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { growingFile } from './feeds.fixture.ts';
import { startIngest } from './ingest.service.ts';
import { ingestSettings } from './settings.ts';
import { SIGNAL_INGEST, sourceConversation } from './signals-decision.ts';

let place: IsolatedStack;
let log: EventLog;

beforeAll(async () => {
  place = await isolated(SIGNAL_INGEST);
  log = await openEventLog(place, { events: [SignalsObserved, SignalRefused] });
}, 60_000);

afterAll(async () => {
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
});
