import { describe, expect, it } from '@jest/globals';
import { systemTiming, type Timing } from '@troupe/contracts';
import { createAdmission } from './admission.ts';

const BEGAN_MS = 1_000;
const { signal } = new AbortController();
const record = (key: string | null, appendedMs: number) => ({ key, appendedMs });

/** A clock that only waiting moves. */
const playedTiming = (): Timing & { readonly waitedMs: number[] } => {
  let nowMs = 0;
  const waitedMs: number[] = [];
  return {
    ...systemTiming,
    waitedMs,
    elapsed: () => nowMs,
    after: (ms, run) => {
      waitedMs.push(ms);
      nowMs += ms;
      run();
      return () => undefined;
    },
  };
};

describe('a new agent that starts from the latest event', () => {
  const admits = createAdmission({ beganMs: BEGAN_MS });

  it('handles what the log took since it began, and passes the rest over', async () => {
    expect(await admits(record('c', BEGAN_MS - 1), signal)).toBe(false);
    expect(await admits(record('c', BEGAN_MS), signal)).toBe(true);
  });
});

describe('a new agent that catches up with open conversations', () => {
  const admitting = (timing = playedTiming()) => {
    const asked: string[] = [];
    const isOpen = (id: string) => Promise.resolve(asked.push(id) > 0 && id.startsWith('open'));
    return { asked, timing, admits: createAdmission({ beganMs: BEGAN_MS, past: { isOpen, perSecond: 4 }, timing }) };
  };

  it('passes over what belongs to those that have ended, and what belongs to none', async () => {
    const { admits } = admitting();
    expect(await admits(record('open-1', 0), signal)).toBe(true);
    expect(await admits(record('ended-1', 0), signal)).toBe(false);
    expect(await admits(record(null, 0), signal)).toBe(false);
  });

  it('asks about the past alone, and lets nothing that is new wait', async () => {
    const { admits, asked, timing } = admitting();
    for (let index = 0; index < 10; index++) expect(await admits(record('ended-2', BEGAN_MS), signal)).toBe(true);
    expect([asked, timing.waitedMs]).toEqual([[], []]);
  });

  it('handles no more of the past in a second than it may, and spends nothing on what is passed over', async () => {
    const { admits, timing } = admitting();
    for (const id of ['open-1', 'ended-1', 'open-2', 'ended-2', 'open-3']) await admits(record(id, 0), signal);
    expect(timing.waitedMs).toEqual([250, 250]);
  });

  it('gives up a turn that it waits for when the event is handed over', async () => {
    const over = AbortSignal.abort(new Error('handed over'));
    const { admits } = admitting({ ...playedTiming(), after: () => () => undefined });
    await admits(record('open-1', 0), signal);
    await expect(admits(record('open-2', 0), over)).rejects.toThrow('handed over');
  });
});
