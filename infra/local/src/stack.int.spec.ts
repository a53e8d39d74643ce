import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, ownStack, sharedStack } from '@troupe/testing';
import pg from 'pg';
import { brokerIsReady } from './kafka-probe.ts';
import { createTopic, hasTopic } from './kafka-wire.fixture.ts';
import type { ServerName } from './server.ts';
import type { LaunchedStack } from './stack-launcher.fixture.ts';
import { startStack, type LocalStack } from './stack.ts';

jest.setTimeout(240_000);

const query = async (stack: LaunchedStack, text: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: stack.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
};

const register = async ({ schemaRegistryUrl }: LocalStack, subject: string): Promise<unknown> => {
  const response = await fetch(`${schemaRegistryUrl}/subjects/${subject}/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: JSON.stringify({ type: 'record', name: subject, fields: [] }) }),
  });
  return response.json();
};

const isReady = ([address = '']: readonly string[]): Promise<boolean> => {
  const { hostname: host, port } = new URL(`kafka://${address}`);
  return brokerIsReady({ host, port: Number(port) });
};

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-stack-'));
  // PostgreSQL's user must be able to reach its data in it.
  chmodSync(folder, 0o755);
  return folder;
};

/** Two stacks of one folder that start at once: ours, and that of a process which is killed in the end. */
let folder: string;
let stack: LocalStack;
let launcher: ChildProcess;
let other: LaunchedStack;
beforeAll(async () => {
  folder = newFolder();
  launcher = launch(folder);
  [stack, other] = await Promise.all([ownStack({ dataDir: folder }), launchedBy(launcher)]);
});
afterAll(async () => {
  launcher.kill();
  await stack.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('a stack', () => {
  let broker: string;
  beforeAll(async () => {
    [broker = ''] = stack.kafkaBrokers;
    await createTopic(broker, 'order.verified');
    await query(stack, 'CREATE TABLE orders AS SELECT 42 AS id');
    expect(await register(stack, 'order')).toEqual({ id: 1 });
  });

  const expectData = async (): Promise<void> => {
    expect(await hasTopic(broker, 'order.verified')).toBe(true);
    expect(await query(stack, 'SELECT id FROM orders')).toEqual([{ id: 42 }]);
    // The registry's connections to a database that was away are made again at the next request or two.
    await eventually(async () => expect(await register(stack, 'order')).toEqual({ id: 1 }), { timeoutMs: 30_000 });
  };

  it('comes up with the settings that the platform relies on', async () => {
    expect(await query(stack, 'SHOW fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(stack, 'SHOW max_connections')).toEqual([{ max_connections: '400' }]);
    await expectData();
  });

  it.each<ServerName>(['kafka', 'registry', 'database'])(
    'keeps the data and the address of %s over a restart',
    async (name) => {
      await stack.restart(name);
      await expectData();
    },
  );

  it.each<ServerName>(['kafka', 'registry', 'database'])(
    'keeps the data and the address of %s over a crash',
    async (name) => {
      await stack.kill(name);
      await stack.start(name);
      await expectData();
    },
  );
});

describe('stacks', () => {
  it('run side by side, each with its own ports and data', async () => {
    expect(stack.kafkaBrokers).not.toEqual(other.kafkaBrokers);
    expect(stack.schemaRegistryUrl).not.toBe(other.schemaRegistryUrl);
    await expect(query(other, 'SELECT * FROM orders')).rejects.toThrow(/does not exist/);
    expect(await hasTopic(other.kafkaBrokers[0] ?? '', 'order.verified')).toBe(false);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('stop as often as they are told to, and nothing of another', async () => {
    await stack.stop();
    await Promise.all([stack.stop(), stack.stop()]);
    expect(await isReady(stack.kafkaBrokers)).toBe(false);
    expect(await isReady(other.kafkaBrokers)).toBe(true);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('leave nothing behind when one server cannot be had, and say which', async () => {
    const empty = newFolder();
    const env = { ...process.env, KAFKA_BROKERS: '127.0.0.1:1', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '' };
    await expect(startStack({ dataDir: empty, env })).rejects.toThrow(/127\.0\.0\.1:1 answers\n.*KAFKA_BROKERS/);
    expect(readdirSync(empty)).toEqual([]);
    rmSync(empty, { recursive: true });
  });

  it('clean up behind a launcher that was killed', async () => {
    const exit = once(launcher, 'exit');
    launcher.kill('SIGKILL');
    await exit;
    expect(await isReady(other.kafkaBrokers)).toBe(true);
    const next = await ownStack({ dataDir: folder, only: ['database'] });
    expect(await isReady(other.kafkaBrokers)).toBe(false);
    expect(await query(next, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(readdirSync(folder)).toHaveLength(1);
    await next.stop();
    expect(readdirSync(folder)).toEqual([]);
  });
});

const launch = (folder: string): ChildProcess => {
  const given = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '', NODE_OPTIONS: '' };
  const { kafka } = sharedStack().kinds;
  const kind = kafka === 'given' ? {} : { TROUPE_STACK: kafka };
  return spawn(process.execPath, [join(import.meta.dirname, 'stack-launcher.fixture.ts'), folder], {
    env: { ...process.env, ...given, ...kind },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
};

const launchedBy = async ({ stdout }: ChildProcess): Promise<LaunchedStack> => {
  let said = '';
  stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const line = await eventually(
    () => {
      if (!said.includes('\n')) throw new Error('it has not started');
      return said;
    },
    { timeoutMs: 120_000 },
  );
  // Written by the launcher of these specs.
  return JSON.parse(line) as LaunchedStack;
};
