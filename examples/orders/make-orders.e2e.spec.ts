import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

let home: string;
let folder: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'troupe-examples-'));
  folder = join(home, 'examples');
  await cp(join(ROOT, 'examples'), folder, { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(home, 'node_modules'));
});
afterEach(() => rm(home, { recursive: true }));

/** Runs the script of the copied folder to its end. */
const makeOrders = (...args: readonly string[]): Promise<{ failed: boolean; output: string }> =>
  new Promise((resolve) => {
    const script = join(folder, 'orders', 'make-orders.ts');
    execFile(process.execPath, [script, ...args], { timeout: 30_000 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: stdout + stderr }),
    );
  });

describe('make-orders', () => {
  it('writes the same orders again and says what it did', async () => {
    const orders = join(folder, 'orders.jsonl');
    const before = await readFile(orders, 'utf8');
    await rm(orders);
    const { failed, output } = await makeOrders();
    expect({ failed, orders: await readFile(orders, 'utf8') }).toEqual({ failed: false, orders: before });
    expect(output).toContain('orders written: 265 with 4873 lines');
  });

  it('passes the check when nothing has changed', async () => {
    expect(await makeOrders('--check')).toEqual({ failed: false, output: 'The examples are up to date.\n' });
  });

  it('fails the check and names each file that is stale or missing, without writing', async () => {
    await writeFile(join(folder, 'orders.jsonl'), '{}\n');
    await rm(join(folder, 'orders', 'products.json'));
    const { failed, output } = await makeOrders('--check');
    expect(failed).toBe(true);
    expect(output).toContain('Not up to date: examples/orders.jsonl, examples/orders/products.json.');
    expect(await readFile(join(folder, 'orders.jsonl'), 'utf8')).toBe('{}\n');
  });
});
