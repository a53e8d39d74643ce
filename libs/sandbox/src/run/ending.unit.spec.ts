import { describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../limits.ts';
import { describeEnding, endingOf, type Traces } from './ending.ts';

const traces: Traces = { code: 0, outOfMemory: 0, stderr: '', durationMs: 20_000, limits: { cpuSeconds: 10 } };
const heap = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory';

describe('endingOf', () => {
  it.each<[string, Partial<Traces>, object]>([
    ['its own end', { code: 3 }, { kind: 'exited', code: 3 }],
    ['a crash', { code: 128 + 11 }, { kind: 'crashed', signal: 'SIGSEGV' }],
    [
      'what it was killed for',
      { code: 137, killedFor: 'output', outOfMemory: 1 },
      { kind: 'stopped', limit: 'output' },
    ],
    ['a kill for want of memory', { code: 137, outOfMemory: 1 }, { kind: 'stopped', limit: 'memory' }],
    ['a heap that is full', { code: 139, stderr: heap }, { kind: 'stopped', limit: 'memory' }],
    ['used-up time', { code: 137 }, { kind: 'stopped', limit: 'cpu-time' }],
    ['a kill that came too soon for that', { code: 137, durationMs: 90 }, { kind: 'crashed', signal: 'SIGKILL' }],
    ['an end by itself, whatever else was killed', { code: 0, outOfMemory: 1 }, { kind: 'exited', code: 0 }],
    ['a code that is no signal', { code: 255 }, { kind: 'exited', code: 255 }],
  ])('tells %s', (_name, seen, ending) => {
    expect(endingOf({ ...traces, ...seen })).toEqual(ending);
  });
});

describe('describeEnding', () => {
  it('says it in words that follow "the code"', () => {
    expect(describeEnding({ kind: 'exited', code: 0 }, DEFAULT_LIMITS)).toBe('ended its process with code 0');
    expect(describeEnding({ kind: 'crashed', signal: 'SIGSEGV' }, DEFAULT_LIMITS)).toBe('crashed with SIGSEGV');
    expect(describeEnding({ kind: 'stopped', limit: 'memory' }, DEFAULT_LIMITS)).toBe(
      'needed more than 256 MiB of memory',
    );
    expect(describeEnding({ kind: 'stopped', limit: 'cpu-time' }, DEFAULT_LIMITS)).toBe('used up 10 s of CPU');
  });
});
