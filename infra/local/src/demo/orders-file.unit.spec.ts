import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './run-demo.ts';
import { readOrders } from './orders-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'orders-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (content: string): string => {
  const file = join(folder, 'orders.jsonl');
  writeFileSync(file, content);
  return file;
};

describe('a file of orders', () => {
  it('is read line by line, and empty lines are nothing', () => {
    const order = { kind: 'order', invoice: '1', idempotencyKey: 'k', order: { customerId: 'c' } };
    expect(readOrders(fileOf(`${JSON.stringify(order)}\n\n`))).toEqual([order]);
  });

  it('can be read where it is the example', () =>
    expect(readOrders(join(ROOT, 'examples/orders.jsonl')).length).toBeGreaterThan(200));

  it.each([
    ['# no JSON', /orders\.jsonl:1 is no order: .*JSON/],
    ['\n{"kind":"order"}', /orders\.jsonl:2 is no order: .*\n?.*invoice/],
    ['\n', /orders\.jsonl has no orders/],
  ])('of %j is refused, with the place and what to do', (content, message) => {
    const read = () => readOrders(fileOf(content));
    expect(read).toThrow(message);
    expect(read).toThrow(/What to do: give one JSON object a line/);
  });

  it('that is not there is named', () =>
    expect(() => readOrders(join(folder, 'nowhere'))).toThrow(/nowhere cannot be read: .*ENOENT/));
});
