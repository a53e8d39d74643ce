import { describe, expect, it } from '@jest/globals';
import { dueIn, span } from './time.ts';

const M = 60_000;

describe('times at a glance', () => {
  it.each([
    [0, 'now'],
    [59_999, 'now'],
    [45 * M, '45 m'],
    [90 * M, '1 h'],
    [50 * 60 * M, '2 d'],
  ])('%d ms is %s', (ms, said) => expect(span(ms)).toBe(said));

  it('says how it stands with an answer', () => {
    const at = (minutes: number): string => new Date(minutes * M).toISOString();
    expect(dueIn(at(15), at(0), 2 * M)).toEqual({ text: '13 m left', tone: 'calm' });
    expect(dueIn(at(15), at(0), 12 * M)).toEqual({ text: '3 m left', tone: 'soon' });
    expect(dueIn(at(15), at(0), 14.5 * M)).toEqual({ text: '< 1 m left', tone: 'soon' });
    expect(dueIn(at(15), at(0), 18 * M)).toEqual({ text: '3 m late', tone: 'late' });
  });
});
