import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@troupe/agent-sdk';
import fc from 'fast-check';
import { mergeLines, type Quantity } from './order-lines.ts';

const line = fc.record({ sku: fc.constantFrom('A', 'B', 'C', 'D'), quantity: fc.integer({ min: 1, max: 1_000 }) });

describe('mergeLines', () => {
  it('asks for every product once, by sku', () => {
    const lines = [
      { sku: 'B', quantity: 1 },
      { sku: 'A', quantity: 2 },
      { sku: 'B', quantity: 3 },
    ];
    expect(mergeLines(lines)).toEqual([
      { sku: 'A', quantity: 2 },
      { sku: 'B', quantity: 4 },
    ]);
  });

  it('keeps the number of pieces, however the lines stand', () => {
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const pieces = (of: readonly Quantity[]) => of.reduce((sum, { quantity }) => sum + quantity, 0);
        expect(pieces(mergeLines(lines))).toBe(pieces(lines));
        expect(mergeLines(lines.toReversed())).toEqual(mergeLines(lines));
      }),
    );
  });

  it('never asks for more than an event can say', () => {
    const most = 2 ** 31 - 1;
    expect(mergeLines([1, 2].map(() => ({ sku: 'A', quantity: most })))).toEqual([{ sku: 'A', quantity: most }]);
  });

  it.each([0, -3])('refuses a line of %d pieces for good', (quantity) => {
    expect(() => mergeLines([{ sku: 'A', quantity }])).toThrow(TerminalError);
  });
});
