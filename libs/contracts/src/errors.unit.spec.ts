import { describe, expect, it } from '@jest/globals';
import { durationMs } from './durations.ts';
import { ensureError, TroupeError } from './errors.ts';

describe('TroupeError', () => {
  it('knows by its code whether trying again can help', () => {
    expect(new TroupeError('REGISTRY_UNAVAILABLE', 'away').retryable).toBe(true);
    expect(new TroupeError('EVENT_INVALID', 'wrong').retryable).toBe(false);
  });

  it('is recognised across copies of the package, and nothing else is', () => {
    expect(TroupeError.is(new TroupeError('TIMEOUT', 'late', { cause: 'x', details: { topic: 't' } }))).toBe(true);
    expect(TroupeError.is(new Error('TIMEOUT'))).toBe(false);
    expect(TroupeError.is(undefined)).toBe(false);
  });
});

describe('ensureError', () => {
  it('keeps errors and the text of everything else', () => {
    const error = new Error('x');
    expect(ensureError(error)).toBe(error);
    expect(ensureError('broken').message).toBe('broken');
    expect(ensureError({ code: 7 }).message).toBe('{"code":7}');
  });
});

describe('durationMs', () => {
  it.each([
    ['500ms', 500],
    ['1.5s', 1_500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['30d', 2_592_000_000],
  ])('reads %s', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });

  it.each(['30', 's', '-1s', '1 s', '1w'])('refuses %s', (text) => {
    expect(() => durationMs(text)).toThrow(/is not a duration/);
  });
});
