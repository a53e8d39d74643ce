import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually, isolated, sharedStack, type IsolatedStack } from '@troupe/testing';
import { startLauncher, stillRunning, type Launcher } from './launcher.fixture.ts';

jest.setTimeout(360_000);

const EXAMPLES = join(import.meta.dirname, '../../../../examples/orders.jsonl');
const NOT_GIVEN = { KAFKA_BROKERS: '', SCHEMA_REGISTRY_URL: '', DATABASE_URL: '' };

let folder: string;
let orders: string;
let launcher: Launcher | undefined;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'troupe-launcher-'));
  orders = join(folder, 'orders.jsonl');
  const lines = readFileSync(EXAMPLES, 'utf8').split('\n').slice(0, 12);
  writeFileSync(orders, lines.join('\n'));
});

afterEach(() => launcher?.kill());

afterAll(() => rmSync(folder, { recursive: true }));

const start = (args: readonly string[], env: NodeJS.ProcessEnv): Launcher => (launcher = startLauncher(args, env));

const expectTable = (output: string): void => {
  expect(output).toMatch(/Orders by outcome\n(.+\n)*\s+all\s+12\n/);
  expect(output).toMatch(/From request to resolution\s+p50\s+\d+ ms\s+p99\s+\d+ ms/);
  expect(output).toMatch(/slowest/);
  expect(output.match(/^Order \d+: .*\n(\s+\+\d+ ms {2}.*\n)+/gm)).toHaveLength(3);
};

/** Takes a port, if nobody has it: either way it is taken then. */
const take = (port: number): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(server));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });

const answers = async (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`, { signal: AbortSignal.timeout(5_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

describe('npm start', () => {
  it('runs orders through servers of its own beside whoever has the usual ports, and Ctrl-C ends all of it', async () => {
    const taken = await Promise.all([8080, 9092].map(take));
    const kind = sharedStack().kinds.kafka;
    const { prints, descendants, interrupt, ended, output } = start(['--orders', orders], {
      ...NOT_GIVEN,
      ...(kind !== 'given' && { TROUPE_STACK: kind }),
    });
    const [, url = ''] = await prints(/the gateway is at (http:\S+)/);
    expectTable(output());
    expect(new URL(url).port).not.toBe('8080');
    expect(output()).not.toMatch(/ready on \S+:9092\b/);
    expect(await answers(url)).toBe(true);
    const started = descendants();
    expect(started.length).toBeGreaterThanOrEqual(6);
    interrupt();
    expect(await ended).toBe(0);
    await eventually(() => expect(stillRunning(started)).toEqual([]));
    expect(await answers(url)).toBe(false);
    expect(output()).toContain('everything that was started is stopped');
    for (const server of taken) server.close();
  });

  describe('on servers that are given', () => {
    let place: IsolatedStack;
    beforeAll(async () => {
      place = await isolated('launcher');
    });
    afterAll(() => place.drop());

    it('leaves when the orders are done with --exit, and the servers as they are', async () => {
      const { prints, descendants, ended, output } = start(['--exit', '--orders', orders], place.env);
      await prints(/sending 12 orders/);
      const started = descendants();
      expect(started).toHaveLength(6);
      expect(await ended).toBe(0);
      expectTable(output());
      expect(stillRunning(started)).toEqual([]);
      await expect(isolated('after-launcher').then(({ drop }) => drop())).resolves.toBeUndefined();
    });
  });

  it('says what to do when Java cannot be run and Docker is not to be used', async () => {
    const { ended, output } = start(['--exit'], {
      ...NOT_GIVEN,
      TROUPE_STACK: 'embedded',
      JAVA_HOME: folder,
    });
    expect(await ended).toBe(1);
    expect(output()).toMatch(/Java cannot be run/);
    expect(output()).toMatch(/apt-get install openjdk-17.*KAFKA_BROKERS.*Docker/s);
  });

  it('says what is wrong with its arguments', async () => {
    const { ended, output } = start(['--rate', 'fast'], NOT_GIVEN);
    expect(await ended).toBe(1);
    expect(output()).toMatch(/--rate fast is no rate/);
  });
});
