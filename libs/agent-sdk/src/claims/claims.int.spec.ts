import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deriveId, OrderVerified, TransactionCreated } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import {
  claimFromValue,
  claimToValue,
  isClaim,
  KEPT_DAY,
  withClaims,
  type Claim,
  type Codec,
  type OutgoingRecord,
} from '@troupe/messaging';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import pino from 'pino';
import { createDelivery, type Delivery } from '../agent-delivery.ts';
import { agentMigrations } from '../agent-migrations.ts';
import { defineAgent } from '../define-agent.ts';
import { besidesHeld, codec as plain, order, recordOf, task } from '../delivery/pipeline.fixture.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import { createPostgresClaims, type PostgresClaims } from './postgres-claims.ts';

const DAY = '2026-11-27';
const LARGE = 5_000_000;

/** A way to a server that a spec cuts and mends. */
const openWay = async (target: URL) => {
  const sockets = new Set<Socket>();
  const listen = async (port: number): Promise<Server> => {
    const server = createServer((socket) => {
      const there = connect(Number(target.port), target.hostname);
      for (const each of [socket, there]) sockets.add(each.on('error', () => undefined));
      socket.pipe(there).pipe(socket);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  // A server that listens on a host and port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const url = new URL(target.href);
  url.host = `127.0.0.1:${port}`;
  const cut = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await closed;
  };
  return { url: url.href, cut, mend: async () => void (server = await listen(port)) };
};

let place: IsolatedStack;
let database: Database<object>;
let way: Awaited<ReturnType<typeof openWay>>;
let claims: PostgresClaims;
let codec: Codec;
const deliveries: Delivery[] = [];

const agent = defineAgent({
  name: 'large-agent',
  publishes: [OrderVerified],
  retry: { attempts: 2, initial: '1ms', max: '1ms' },
  on: [when(TransactionCreated, () => OrderVerified({ score: 0, reasons: [], decidedBy: 'x'.repeat(LARGE) }))],
});
const readerOptions = {
  name: 'large-reader',
  publishes: [],
  retry: { attempts: 2, initial: '1ms', max: '1ms' },
} as const;
const reader = defineAgent({ ...readerOptions, on: [when(OrderVerified, () => undefined)] });

beforeAll(async () => {
  place = await isolated('claims');
  way = await openWay(new URL(place.databaseUrl));
  claims = createPostgresClaims({ url: way.url, service: 'spec' });
  codec = withClaims(plain, { store: claims });
  database = connectDatabase({ url: place.databaseUrl, schema: 'large_agent', applicationName: 'claims' });
  await migrate(database, agentMigrations(agent));
});
afterAll(async () => {
  for (const delivery of deliveries) await delivery.close();
  await claims.close();
  await way.cut();
  await database.close();
  await place.drop();
});

const deliveryOf = (definition: typeof agent, published: OutgoingRecord[]): Delivery => {
  const delivery = createDelivery({
    agent: definition,
    codec,
    database,
    log: pino({ level: 'silent' }),
    publisher: { publish: (records) => Promise.resolve(void published.push(...records)) },
    partitions: () => [],
    caughtUp: () => Promise.resolve(true),
  });
  deliveries.push(delivery);
  return delivery;
};

let events = 0;
const nextOrder = () => {
  const id = deriveId('claims', process.pid, (events += 1));
  return recordOf(order, { id, conversationId: deriveId('conversation', id) }, BigInt(events));
};

/** What an agent makes of an order, as the next one reads it. */
const largeRecord = async () => {
  const published: OutgoingRecord[] = [];
  await deliveryOf(agent, published).handle(await nextOrder(), task());
  const { topic, key, value, headers } = published[0]!;
  return { topic, key, value, headers, partition: 0, offset: BigInt(events), appendedMs: Date.now() };
};

const claimed = (bytes: Buffer): Claim => ({ digest: randomBytes(32).toString('hex'), size: bytes.length, day: DAY });

describe('a claim store in Postgres', () => {
  it('gives back what was put, in whatever pieces it is kept, and nothing for anything else', async () => {
    for (const size of [1, 1_048_576, 1_048_577, LARGE]) {
      const bytes = randomBytes(size);
      const claim = claimed(bytes);
      await Promise.all([claims.put(claim, bytes), claims.put(claim, bytes)]);
      await claims.put(claim, bytes);
      expect((await claims.get(claim))?.equals(bytes)).toBe(true);
      expect(await claims.get({ ...claim, day: '2026-11-26' })).toBeUndefined();
    }
  });

  it('forgets a day at a time, and not before that day is over for as long as is said', async () => {
    const bytes = randomBytes(10);
    const [old, young] = [claimed(bytes), { ...claimed(bytes), day: '2026-11-29' }];
    const nowMs = Date.parse('2026-11-28T12:00:00Z');
    await claims.maintain({ nowMs, keepDays: 31 });
    await claims.put(old, bytes);
    await claims.put(young, bytes);
    const written = sql`update claims.claim_chunks set put_at = day`;
    await written.execute(database.db);
    await claims.maintain({ nowMs: nowMs + 10 * 86_400_000, keepDays: 31 });
    expect(await claims.get(old)).toEqual(bytes);
    await claims.maintain({ nowMs: Date.parse('2026-12-29T12:00:00Z'), keepDays: 31 });
    expect(await claims.get(old)).toBeUndefined();
    expect(await claims.get(young)).toEqual(bytes);
  });
});

describe('an agent', () => {
  it('publishes a large event by its claim, and stores no more than that with its decision', async () => {
    const { value } = await largeRecord();
    expect(isClaim(value)).toBe(true);
    expect(await codec.decode(OrderVerified, value)).toMatchObject({ decidedBy: 'x'.repeat(LARGE) });
    const { rows } = await sql<{ longest: number }>`
      select max(length(outputs::text)) as longest from decisions`.execute(database.db);
    expect(rows[0]?.longest).toBeLessThan(5_000);
  });

  it('gives up a large event whose data is gone or changed, at once, and keeps its claim in the dead letter', async () => {
    const [gone, changed] = [await largeRecord(), await largeRecord()];
    const letters: OutgoingRecord[] = [];
    await sql`update claims.claim_chunks set bytes = '\\x00' where part = 1`.execute(database.db);
    await deliveryOf(reader, letters).handle(changed, task());
    await sql`delete from claims.claim_chunks`.execute(database.db);
    await deliveryOf(reader, letters).handle(gone, task());
    expect(besidesHeld(letters)).toMatchObject([
      {
        topic: 'large-reader.dead',
        value: claimToValue({ ...claimFromValue(changed.value!), day: KEPT_DAY }),
        headers: { 'troupe-dead-code': 'CLAIM_CORRUPT', 'troupe-dead-attempts': '1' },
      },
      {
        topic: 'large-reader.dead',
        value: gone.value,
        headers: { 'troupe-dead-code': 'CLAIM_MISSING', 'troupe-dead-attempts': '1' },
      },
    ]);
  });

  it('keeps what a dead letter and a parked event claim for longer than anything is retained', async () => {
    const letters: OutgoingRecord[] = [];
    const failing = defineAgent({
      ...readerOptions,
      on: [
        when(OrderVerified, () => {
          throw new TerminalError('no');
        }),
      ],
    });
    const record = await largeRecord();
    await deliveryOf(failing, letters).handle(record, task());
    const nowMs = Date.now() + 400 * 86_400_000;
    await claims.maintain({ nowMs, keepDays: 31 });
    await expect(codec.decode(OrderVerified, record.value)).rejects.toMatchObject({ code: 'CLAIM_MISSING' });
    await claims.maintain({ nowMs, keepDays: 31 });
    const [letter] = letters;
    expect(claimFromValue(letter!.value!)).toMatchObject({ day: KEPT_DAY });
    expect(await codec.decode(OrderVerified, letter!.value)).toMatchObject({ decidedBy: 'x'.repeat(LARGE) });
    expect(letter!.headers).toMatchObject(record.headers);
  });

  it('gives up by a claim what is too large for its log of dead letters', async () => {
    const letters: OutgoingRecord[] = [];
    const value = Buffer.concat([Buffer.of(9), randomBytes(3_000_000)]);
    await deliveryOf(reader, letters).handle({ ...(await largeRecord()), value }, task());
    const [letter] = letters;
    expect(letter).toMatchObject({ headers: { 'troupe-dead-code': 'BYTES_UNDECODABLE' } });
    expect(await claims.get(claimFromValue(letter!.value!))).toEqual(value);
  });

  it('waits while the claim store is away, with writing as with reading, and loses no attempt over it', async () => {
    const record = await largeRecord();
    await way.cut();
    const published: OutgoingRecord[] = [];
    const [writing, reading] = [deliveryOf(agent, published), deliveryOf(reader, published)];
    const handled = Promise.all([writing.handle(await nextOrder(), task()), reading.handle(record, task())]);
    await eventually(() => expect([...writing.outages(), ...reading.outages()]).toEqual(['database', 'database']));
    expect(published).toEqual([]);
    await way.mend();
    await handled;
    expect(published.map(({ topic }) => topic)).toEqual(['order.verified']);
  });
});
