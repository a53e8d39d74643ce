import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frameOf } from './sse.ts';

const event = (data: object) => ({
  position: 7,
  id: 'one',
  type: 'order.verified',
  source: 'fraud-agent',
  time: '2026-01-01T00:00:00.000Z',
  appendedAt: '2026-01-01T00:00:00.001Z',
  causationId: null,
  lamport: 1,
  data,
});

describe('an event on the wire', () => {
  it('is three lines and an empty one, whatever its data holds', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string({ unit: 'binary' })), (data) => {
        const lines = frameOf(event(data)).split(/\r\n|\r|\n/);
        expect(lines).toHaveLength(5);
        expect(lines.slice(0, 2)).toEqual(['id: 7', 'event: order.verified']);
        expect(JSON.parse(lines[2]!.slice('data: '.length))).toEqual(event(JSON.parse(JSON.stringify(data)) as object));
      }),
    );
  });
});
