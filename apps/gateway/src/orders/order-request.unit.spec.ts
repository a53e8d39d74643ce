import { describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { cancellationSchema, orderSchema, readCancellation, readOrder } from './order-request.ts';

const NOW = Date.UTC(2026, 0, 31);
const EXAMPLES = join(import.meta.dirname, '../../../../examples/orders.jsonl');

describe('an order', () => {
  it('is every one of the real orders', async () => {
    let read = 0;
    for await (const text of createInterface(createReadStream(EXAMPLES))) {
      const line = JSON.parse(text) as { kind: string; order?: unknown };
      if (line.kind !== 'order') continue;
      expect(readOrder(line.order, NOW).problems).toBeUndefined();
      read += 1;
    }
    expect(read).toBeGreaterThanOrEqual(250);
  });

  it('is never read from anything else, and what is wrong is told within bounds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const { problems = [] } = readOrder(body, NOW);
        expect(problems.length).toBeGreaterThan(0);
        expect(problems.length).toBeLessThanOrEqual(50);
      }),
    );
  });

  it('with more lines than are taken is refused without looking at them', () => {
    const lines = Array<object>(300_000).fill({});
    expect(readOrder({ lines }, NOW).problems).toEqual([
      { field: 'lines', message: 'must not have more than 1000 entries' },
    ]);
  });
});

describe('a cancellation', () => {
  it('may come without a reason, or without anything', () => {
    for (const body of [undefined, null, {}])
      expect(readCancellation(body, NOW)).toEqual({ data: { reason: '', requestedAt: NOW } });
  });
});

describe('the description', () => {
  it('of an order carries its bounds, that of a cancellation nothing that the gateway sets', () => {
    expect(orderSchema()).toMatchObject({
      required: ['customerId', 'placedAt', 'country', 'currency', 'totalMinor', 'lines'],
      properties: { country: { type: 'string', pattern: '^[A-Z]{2}$' }, lines: { minItems: 1 } },
    });
    expect(Object.keys(cancellationSchema()['properties'] as object)).toEqual(['reason']);
  });
});
