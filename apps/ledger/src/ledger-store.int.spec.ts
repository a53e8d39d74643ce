import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { createLedgerListener, createLedgerReader, LEDGER_SCHEMA, type LedgerTables } from '@troupe/ledger-reader';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import type { Entry } from './entry.ts';
import { appendBatch, appendEntries } from './ledger-store.ts';
import { holdLiveness } from './liveness.ts';
import { migrations } from './migrations.ts';

const entry = (conversation: string, event: string): Entry => ({
  conversation_id: conversation,
  event_id: event,
  type: 'order.verified',
  source: 'fraud-agent',
  tenant: 'default',
  concluded_at: new Date(0),
  appended_at: new Date(1_000),
  topic_partition: 0,
  topic_offset: 0,
  causation_id: null,
  parent_id: null,
  lamport: 1,
  hops: 1,
  provenance: '{}',
  data: '{"score":0.1}',
});

let place: IsolatedStack;
let databases: readonly Database<LedgerTables>[];

beforeAll(async () => {
  place = await isolated('ledger-store');
  databases = [1, 2, 3].map(() => connectDatabase<LedgerTables>({ url: place.databaseUrl, schema: LEDGER_SCHEMA }));
  await Promise.all(databases.map((database) => migrate(database, migrations)));
});
afterAll(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await place.drop();
});

describe('the ledger', () => {
  it('gives positions without gaps or copies when several write the same conversations at once', async () => {
    const conversations = ['a', 'b', 'c', 'd'];
    const writes = Array.from({ length: 60 }, (_, index) => {
      const { db } = databases[index % databases.length]!;
      // Each event is written by every ledger, as after a rebalance in which both had read it.
      const events = conversations.map((conversation) => entry(conversation, `event-${Math.floor(index / 3)}`));
      return appendEntries(db, index % 2 === 0 ? events : events.toReversed());
    });
    await Promise.all(writes);
    const reader = createLedgerReader({ url: place.databaseUrl });
    for (const conversation of conversations) {
      const events = await reader.events(conversation, { after: 0, limit: 500 });
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(new Set(events.map(({ id }) => id)).size).toBe(20);
    }
    expect(await reader.events('a', { after: 18, limit: 1 })).toMatchObject([
      { position: 19, type: 'order.verified', source: 'fraud-agent', data: { score: 0.1 } },
    ]);
    await reader.close();
  });

  it('gives a conversation its positions in the order of arrival, beside what it has', async () => {
    const { db } = databases[0]!;
    await appendEntries(db, [entry('order', 'first')]);
    const events = ['second', 'first', 'third', 'second', 'fourth'].map((id) => entry('order', id));
    const late = { ...entry('order', 'fifth'), concluded_at: new Date(1_767_225_600_123), lamport: 7 };
    await appendEntries(db, [entry('beside', 'other'), ...events, late]);
    const reader = createLedgerReader({ url: place.databaseUrl });
    const kept = await reader.events('order', { after: 0, limit: 10 });
    expect(kept.map(({ id }) => id)).toEqual(['first', 'second', 'third', 'fourth', 'fifth']);
    expect(kept.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
    expect(kept[4]).toMatchObject({ time: '2026-01-01T00:00:00.123Z', lamport: 7 });
    await reader.close();
  });

  it('keeps the others when one of a batch cannot be kept', async () => {
    const poison = entry('poison', 'no table holds \u0000');
    const withNul = { ...entry('poison', 'event-2'), data: JSON.stringify({ note: 'a\u0000b' }) };
    const results = await appendBatch(databases[0]!.db, [entry('poison', 'event-1'), poison, withNul]);
    expect(results.map((failure) => failure !== undefined)).toEqual([false, true, false]);
    const reader = createLedgerReader({ url: place.databaseUrl });
    const kept = await reader.events('poison', { after: 0, limit: 10 });
    expect(kept.map(({ position, id }) => [position, id])).toEqual([
      [1, 'event-1'],
      [2, 'event-2'],
    ]);
    await reader.close();
  });

  it('wakes whoever watches a conversation', async () => {
    const listener = createLedgerListener({ url: place.databaseUrl });
    let woken = 0;
    const end = listener.watch('watched', () => (woken += 1));
    await appendEntries(databases[0]!.db, [entry('watched', 'event-1')]);
    await eventually(() => expect(woken).toBeGreaterThan(0));
    end();
    await listener.close();
  });

  it('is seen to be alive exactly while one runs', async () => {
    const reader = createLedgerReader({ url: place.databaseUrl });
    expect(await reader.alive()).toBe(false);
    const stop = new AbortController();
    const held = holdLiveness(place.databaseUrl, stop.signal);
    await eventually(async () => expect(await reader.alive()).toBe(true));
    stop.abort();
    await held;
    await eventually(async () => expect(await reader.alive()).toBe(false));
    await reader.close();
  });

  it('says what to do where no ledger has ever run', async () => {
    const other = await isolated('ledger-none');
    const reader = createLedgerReader({ url: other.databaseUrl });
    await expect(reader.events('a', { after: 0, limit: 1 })).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await reader.close();
    await other.drop();
  });
});
