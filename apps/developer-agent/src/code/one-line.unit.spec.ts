import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { oneLine } from './one-line.ts';

describe('one line', () => {
  it('keeps the words, and nothing that ends a line or hides', () =>
    expect(oneLine(' Sales\r\n\ttax\u2028of\u202e\0 it ', 100)).toBe('Sales tax of it'));

  it('is cut where it is too long', () => expect(oneLine('a long title', 7)).toBe('a long…'));

  it('never ends a line, a comment or its bound, whatever it is made of', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('*', '/', '\n', '\r', '\u2028', ' ', 'a') }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 20 }), (words, longest) => {
        const line = oneLine(words, longest);
        expect(line).not.toMatch(/[\n\r\u2028\u2029]|\*\//);
        expect(line.length).toBeLessThanOrEqual(longest);
      }),
    );
  });
});
