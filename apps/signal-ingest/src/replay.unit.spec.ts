import { describe, expect, it } from '@jest/globals';
import { refusal, textItem, type Entry } from './entry.ts';
import { createReplay } from './replay.ts';

const at = (ms: number): Entry<unknown> => ({ read: textItem('x', ms, { title: '', link: '' }), after: ms });
const unread: Entry<unknown> = { refused: refusal('x', '', ''), after: 0 };
const HOUR = 3_600_000;

describe('history', () => {
  it('is due at once without a speed', () => {
    expect(createReplay(undefined).due([at(0), at(HOUR)], 5)).toBe(2);
  });

  it('is played from its first entry on, so many times faster than it happened', () => {
    const replay = createReplay(3_600);
    const entries = [at(7 * HOUR), at(7 * HOUR), at(8 * HOUR), at(10 * HOUR)];
    expect(replay.due(entries, 1_000)).toBe(2);
    expect(replay.due(entries, 1_999)).toBe(2);
    expect(replay.due(entries, 2_000)).toBe(3);
    expect(replay.waitMs(entries.slice(3), 2_000)).toBe(2_000);
    expect(replay.due(entries.slice(3), 4_000)).toBe(1);
  });

  it('has what cannot be read go with what comes before it', () => {
    const replay = createReplay(1);
    expect(replay.due([at(0), unread, at(1_000), unread], 0)).toBe(2);
    expect(replay.due([unread, at(1_000), unread], 500)).toBe(1);
  });
});
