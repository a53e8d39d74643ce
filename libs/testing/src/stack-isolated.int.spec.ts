import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { isolated, type IsolatedStack } from './stack-isolated.ts';
import { sharedStack } from './stack-shared.ts';

const tablesIn = async ({ databaseUrl }: IsolatedStack): Promise<readonly unknown[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<{ tablename: string }>("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
      .rows;
  } finally {
    await client.end();
  }
};

const createTable = async ({ databaseUrl }: IsolatedStack): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('CREATE TABLE orders (id int)');
  return client;
};

describe('isolated', () => {
  it('gives every spec file its own database and prefix on the shared servers', async () => {
    const [one, other] = await Promise.all([isolated('Order Flow'), isolated('Order Flow')]);
    await (await createTable(one)).end();
    expect(await tablesIn(one)).toHaveLength(1);
    expect(await tablesIn(other)).toHaveLength(0);
    expect(one.prefix).toMatch(/^order-flow-[0-9a-f]{8}\.$/);
    expect(one.prefix).not.toBe(other.prefix);
    expect(one.kafkaBrokers).toEqual(sharedStack().kafkaBrokers);
    await Promise.all([one.drop(), other.drop()]);
  });

  it('drops the database although somebody is still connected', async () => {
    const place = await isolated('still connected');
    const forgotten = await createTable(place);
    await place.drop();
    await expect(tablesIn(place)).rejects.toThrow(/does not exist/);
    await forgotten.end().catch(() => undefined);
  });
});
