import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionCreated } from '@troupe/contracts';
import { isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { runTroupe } from '../run-troupe.ts';

const ORDER = {
  customerId: 'c-1',
  placedAt: '2026-01-01T00:00:00.000Z',
  country: 'GB',
  currency: 'GBP',
  totalMinor: 500,
  lines: [{ sku: 'A', description: '', quantity: 1, unitPriceMinor: 500 }],
};

let place: IsolatedStack;
let log: EventLog;
let folder: string;

beforeAll(async () => {
  place = await isolated('troupe-command');
  log = await openEventLog(place, { events: [TransactionCreated] });
  folder = mkdtempSync(join(tmpdir(), 'troupe-command-'));
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
  rmSync(folder, { recursive: true });
}, 60_000);

const troupe = async (...args: readonly string[]) => {
  const said = { out: '', err: '' };
  const code = await runTroupe(args, {
    root: join(import.meta.dirname, '../../../..'),
    env: place.env,
    out: (line) => void (said.out += `${line}\n`),
    err: (line) => void (said.err += `${line}\n`),
  });
  return { code, ...said };
};

const fileOf = (data: object): string => {
  const file = join(folder, 'data.json');
  writeFileSync(file, JSON.stringify(data));
  return file;
};

describe('troupe publish and tail', () => {
  it('put an event into the log and show it, as it was written', async () => {
    const conversation = ['--conversation', 'c-42'];
    expect(await troupe('publish', 'transaction.created', '--data', fileOf(ORDER), ...conversation)).toMatchObject({
      code: 0,
    });
    const shown = await troupe('tail', 'transaction.created', '--all', '--count', '1', '--json', ...conversation);
    expect(shown.code).toBe(0);
    expect(JSON.parse(shown.out)).toMatchObject({
      type: 'transaction.created',
      conversation: 'c-42',
      source: 'troupe-cli',
      data: ORDER,
    });
  }, 60_000);

  it('refuse data that the schema refuses, naming each field', async () => {
    const file = fileOf({ ...ORDER, totalMinor: 'much', colour: 'red' });
    const { code, err } = await troupe('publish', 'transaction.created', '--data', file);
    expect(code).toBe(2);
    expect(err).toMatch(
      /totalMinor must be.*colour is not a known field|colour is not a known field.*totalMinor must be/s,
    );
  }, 60_000);

  it('say which server is missing: explain needs a ledger that has run', async () => {
    expect(await troupe('explain', 'c-42')).toMatchObject({
      code: 1,
      err: expect.stringContaining('No ledger has run'),
    });
  }, 60_000);
});
