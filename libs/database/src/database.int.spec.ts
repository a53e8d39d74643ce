import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import { isDatabaseUnavailable } from './availability.ts';
import { connectDatabase, type Database } from './connect-database.ts';
import { migrate, type Migrations } from './migrate.ts';
import { waitForDatabase } from './wait-for-database.ts';

interface Tables {
  stock: { sku: string; on_hand: number };
}

const step = (statement: string): Migrations[string] => ({
  up: async (db) => void (await sql.raw(statement).execute(db)),
});

const migrations: Migrations = {
  '1-stock': step('create table stock (sku text primary key, on_hand bigint not null)'),
  '2-goods': step("insert into stock values ('A', 3)"),
};

jest.setTimeout(30_000);

let place: IsolatedStack;
const open: Database<Tables>[] = [];
const connect = (schema: string, url = place.databaseUrl): Database<Tables> => {
  const database = connectDatabase<Tables>({ url, schema });
  open.push(database);
  return database;
};

beforeAll(async () => {
  place = await isolated('database');
});
afterAll(async () => {
  await Promise.all(open.map((database) => database.close()));
  await place.drop();
});

describe('migrate', () => {
  it('runs every step once, however many instances start at once', async () => {
    const instances = Array.from({ length: 5 }, () => connect('at_once'));
    const ran = await Promise.all(instances.map((database) => migrate(database, migrations)));
    expect(ran.flat().toSorted()).toEqual(['1-stock', '2-goods']);
    expect(await instances[0]!.db.selectFrom('stock').selectAll().execute()).toEqual([{ sku: 'A', on_hand: 3 }]);
  });

  it('keeps the tables of services apart', async () => {
    const [one, other] = [connect('one'), connect('other')];
    await Promise.all([migrate(one, migrations), migrate(other, { '1-stock': migrations['1-stock']! })]);
    expect(await one.db.selectFrom('stock').selectAll().execute()).toHaveLength(1);
    expect(await other.db.selectFrom('stock').selectAll().execute()).toHaveLength(0);
  });

  it('lets a version start on a schema that a newer one has moved on', async () => {
    const database = connect('rolled_back');
    await migrate(database, { ...migrations, '3-notes': step('create table notes (text text)') });
    expect(await migrate(database, migrations)).toEqual([]);
    expect(await migrate(database, { ...migrations, '2-later': step('create table later (n int)') })).toEqual([
      '2-later',
    ]);
  });

  it('leaves nothing behind of steps one of which fails, and names the cause', async () => {
    const database = connect('failing');
    const broken = { ...migrations, '3-broken': step('create table stock (again int)') };
    await expect(migrate(database, broken)).rejects.toMatchObject({ code: '42P07' });
    expect(await migrate(database, migrations)).toEqual(['1-stock', '2-goods']);
  });
});

describe('a database', () => {
  it('reads int8 as a number and refuses one that would not be exact', async () => {
    const { db } = connect('numbers');
    const { rows } = await sql<{ count: number }>`select count(*) as count from generate_series(1, 3)`.execute(db);
    expect(rows).toEqual([{ count: 3 }]);
    await expect(sql`select 9007199254740993 as n`.execute(db)).rejects.toThrow('does not fit a number');
    expect(await sql`select 9007199254740993::text as n`.execute(db)).toMatchObject({
      rows: [{ n: '9007199254740993' }],
    });
  });

  it('survives its connections being cut, idle or within a transaction, and works again', async () => {
    const database = connect('cut');
    const cut = sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'cut' and pid <> pg_backend_pid()`;
    const held = database.db.transaction().execute(async (tx) => {
      await sql`select 1`.execute(tx);
      await cut.execute(connect('cutter').db);
      await sql`select 2`.execute(tx);
    });
    const error: unknown = await held.catch((reason: unknown) => reason);
    expect(isDatabaseUnavailable(error)).toBe(true);
    await eventually(async () => expect(await database.ready()).toBe(true));
  });

  it('goes on with a statement that is prepared when a migration changes what it returns', async () => {
    const { db } = connect('at_once');
    const read = (): Promise<unknown> => db.selectFrom('stock').selectAll().where('sku', '=', 'A').executeTakeFirst();
    for (let times = 0; times < 4; times += 1) await read();
    await sql`alter table stock add column shelf text`.execute(db);
    await read().catch(() => undefined);
    expect(await read()).toEqual({ sku: 'A', on_hand: 3, shelf: null });
  });

  it('is not ready when nobody answers, and waits for it only while it is wanted', async () => {
    const nobody = connect('nobody', 'postgres://troupe:secret@127.0.0.1:1/troupe');
    expect(await nobody.ready()).toBe(false);
    const attempts: number[] = [];
    const stop = new AbortController();
    const waiting = waitForDatabase(nobody, {
      signal: stop.signal,
      onWaiting: (_, attempt) => {
        attempts.push(attempt);
        if (attempt === 3) stop.abort();
      },
    });
    await expect(waiting).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(attempts).toEqual([1, 2, 3]);
    await expect(migrate(nobody, migrations)).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  it('does not wait for a password to become right', async () => {
    const url = new URL(place.databaseUrl);
    url.pathname = '/no_such_database';
    const wrong = connect('wrong', url.href);
    const waiting = waitForDatabase(wrong, { signal: AbortSignal.timeout(5_000) });
    await expect(waiting).rejects.toMatchObject({ code: '3D000' });
  });
});
