import { describe, expect, it } from '@jest/globals';
import { readableForMs } from './readable-for.ts';

describe('how long a record can be read again', () => {
  it('is the retention, and what a segment is written to: it goes as a whole', () => {
    expect(readableForMs({ 'cleanup.policy': 'delete', 'retention.ms': '1000', 'segment.ms': '50' })).toBe(1_050);
    expect(readableForMs({ 'cleanup.policy': 'compact,delete', 'retention.ms': '1000', 'segment.ms': '50' })).toBe(
      1_050,
    );
  });

  it('is for ever where nothing is deleted by its age', () => {
    expect(readableForMs({ 'cleanup.policy': 'compact', 'retention.ms': '1000', 'segment.ms': '50' })).toBe(Infinity);
    expect(readableForMs({ 'cleanup.policy': 'delete', 'retention.ms': '-1', 'segment.ms': '50' })).toBe(Infinity);
    expect(readableForMs({})).toBe(Infinity);
  });
});
