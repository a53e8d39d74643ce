import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import { connectDatabase, type Database } from './connect-database.ts';
import { migrate } from './migrate.ts';
import { refuseInsideTransaction } from './transaction-scope.ts';
import { watchTransactions } from './watch-transactions.ts';

interface Tables {
  notes: { text: string };
}

const server = createServer((_, response) => response.end('here'));
const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const ask = async (): Promise<string> => (await fetch(url())).text();

let place: IsolatedStack;
let database: Database<Tables>;
// What is provoked here is no fault of these specs.
const watch = watchTransactions();
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  place = await isolated('watched');
  database = connectDatabase<Tables>({ url: place.databaseUrl, schema: 'watched' });
  await migrate(database, {
    '1': { up: async (db) => void (await sql`create table notes (text text not null)`.execute(db)) },
  });
});
afterEach(() => void watch.take());
afterAll(async () => {
  watch.stop();
  server.closeAllConnections();
  server.close();
  await database.close();
  await place.drop();
});

const note = (text: string, meanwhile: () => Promise<unknown>) =>
  database.db.transaction().execute(async (tx) => {
    await tx.insertInto('notes').values({ text }).execute();
    await meanwhile();
  });
const notes = async (): Promise<readonly string[]> =>
  (await database.db.selectFrom('notes').select('text').execute()).map(({ text }) => text);

const calls: readonly [string, () => Promise<unknown>][] = [
  ['fetches', ask],
  ['sends an HTTP request', () => once(get(url()), 'response')],
  ['opens a connection', () => once(connect((server.address() as AddressInfo).port, '127.0.0.1').end(), 'close')],
  ['fetches and does not care', async () => ask().catch(() => undefined)],
];

describe('a transaction that is watched', () => {
  it.each(calls)('is rolled back when it %s', async (_, call) => {
    await expect(note('with a call', call)).rejects.toMatchObject({ code: 'TRANSACTION_OPEN' });
    expect(watch.take()[0]).toMatch(/was (sent|opened)$/);
    expect(await notes()).not.toContain('with a call');
  });

  it('is rolled back also on a connection that is held for more', async () => {
    const held = database.db.connection().execute((connection) => connection.transaction().execute(() => ask()));
    await expect(held).rejects.toMatchObject({ code: 'TRANSACTION_OPEN' });
  });

  it('may connect to the database, and call whatever it likes once it has ended', async () => {
    const other = connectDatabase({ url: place.databaseUrl, schema: 'watched' });
    await note('another connection', () => other.ready());
    await other.close();
    expect(await ask()).toBe('here');
    expect(await notes()).toContain('another connection');
    expect(watch.take()).toEqual([]);
  });

  it('is told apart from what goes on beside it', async () => {
    const [said] = await Promise.all([ask(), note('beside', () => sql`select pg_sleep(0.05)`.execute(database.db))]);
    expect(said).toBe('here');
    expect(await notes()).toContain('beside');
  });
});

describe('refuseInsideTransaction', () => {
  it('refuses inside and nowhere else, watched or not', async () => {
    const refusing = (): Promise<void> => Promise.resolve().then(() => refuseInsideTransaction('A model was asked'));
    await expect(note('with a model', refusing)).rejects.toMatchObject({
      code: 'TRANSACTION_OPEN',
      message: expect.stringContaining('A model was asked'),
    });
    await expect(refusing()).resolves.toBeUndefined();
  });
});
