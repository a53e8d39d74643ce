import { describe, expect, it } from '@jest/globals';
import { ERROR_CODES, TroupeError, type ErrorCode } from '@troupe/contracts';
import { createMetrics } from '@troupe/observability';
import pino from 'pino';
import { backoffMs } from '../retry-policy.ts';
import { TerminalError } from '../terminal-error.ts';
import { GaveUp, withAttempts, type AttemptOptions } from './attempts.ts';
import { createOutages } from './outage.ts';

const silent = pino({ level: 'silent' });
const options = (more: Partial<AttemptOptions> = {}): AttemptOptions => ({
  policy: { attempts: 3, initialMs: 1, maxMs: 2 },
  signal: new AbortController().signal,
  outages: createOutages({ log: silent }),
  log: silent,
  random: () => 0,
  ...more,
});
const away = new TroupeError('DATABASE_UNAVAILABLE', 'away');

describe('withAttempts', () => {
  it('gives up with the last error and the number of attempts', async () => {
    let runs = 0;
    const failing = withAttempts(() => Promise.reject(new Error(`failure ${(runs += 1)}`)), options());
    await expect(failing).rejects.toMatchObject({ name: 'GaveUp', attempts: 3, reason: { message: 'failure 3' } });
  });

  it('tries again whatever is thrown, but neither a TerminalError nor what can never pass', async () => {
    const attemptsAt = async (thrown: unknown): Promise<unknown> => {
      const failing = withAttempts(() => Promise.reject(thrown as Error), options());
      return failing.catch((error: unknown) => (error instanceof GaveUp ? error.attempts : error));
    };
    for (const thrown of [new Error('broken'), new RangeError('far'), 'text', { some: 'thing' }, 7])
      expect([thrown, await attemptsAt(thrown)]).toEqual([thrown, 3]);
    expect(await attemptsAt(new TerminalError('never'))).toBe(1);
    const servers = ['KAFKA_UNAVAILABLE', 'REGISTRY_UNAVAILABLE', 'DATABASE_UNAVAILABLE'];
    const rooms = ['DEPENDENCY_UNAVAILABLE', 'DEPENDENCY_BUSY', 'LIMIT_REACHED', 'LEASE_LOST'];
    const waits = [...servers, ...rooms, 'TASK_ABORTED'];
    for (const [code, { retryable }] of Object.entries(ERROR_CODES)) {
      if (waits.includes(code)) continue;
      // The keys of the closed set.
      const thrown = new TroupeError(code as ErrorCode, 'no');
      expect([code, await attemptsAt(thrown)]).toEqual([code, retryable ? 3 : 1]);
    }
  });

  it('goes on counting attempts where it was when a server has come back', async () => {
    const failures = [new Error('one'), away, away, new Error('two'), away, new Error('three')];
    const failing = withAttempts(() => Promise.reject(failures.shift() ?? new Error('none left')), options());
    await expect(failing).rejects.toMatchObject({ attempts: 3, reason: { message: 'three' } });
  });

  it.each(['DEPENDENCY_UNAVAILABLE', 'DEPENDENCY_BUSY', 'LIMIT_REACHED', 'LEASE_LOST'] as const)(
    'counts no attempt while it is told %s, and comes back when it is told to',
    async (code) => {
      const waits: number[] = [];
      const told = new TroupeError(code, 'later', { details: { dependency: 'openai', retryAfterMs: 7_000 } });
      const failures = [new Error('one'), told, told, told, told];
      const work = (): Promise<string> => {
        const failure = failures.shift();
        return failure === undefined ? Promise.resolve('answer') : Promise.reject(failure);
      };
      const wait = (ms: number): Promise<void> => Promise.resolve(void waits.push(ms));
      const policy = { attempts: 2, initialMs: 1, maxMs: 2 };
      expect(await withAttempts(work, options({ wait, policy }))).toBe('answer');
      expect(waits.slice(1)).toEqual([7_000, 7_000, 7_000, 7_000]);
    },
  );

  it('names a dependency that is away, and nobody when there is no room', async () => {
    const outages = createOutages({ log: silent });
    const seen: (readonly string[])[] = [];
    const wait = (): Promise<void> => Promise.resolve(void seen.push(outages.current()));
    for (const code of ['DEPENDENCY_UNAVAILABLE', 'LIMIT_REACHED'] as const) {
      const failures = [new TroupeError(code, 'later', { details: { dependency: 'openai' } })];
      await withAttempts(() => Promise.resolve(failures.shift()).then((failure) => failure && Promise.reject(failure)), options({ outages, wait })); // prettier-ignore
    }
    expect(seen).toEqual([['openai'], []]);
  });

  it('says that a server is away for exactly as long as somebody waits for it', async () => {
    const said: string[] = [];
    const { serverUp } = createMetrics('spec');
    const up = async () => (await serverUp.get()).values.map(({ labels, value }) => [labels.server, value]);
    const outages = createOutages({
      log: pino({ level: 'info' }, { write: (line) => void said.push(line) }),
      serverUp,
    });
    let runs = 0;
    const work = (): Promise<number> => {
      runs += 1;
      return runs <= 2 ? Promise.reject(away) : Promise.resolve(runs);
    };
    const wait = async (): Promise<void> => {
      expect(outages.current()).toEqual(['database']);
      expect(await up()).toEqual([['database', 0]]);
    };
    expect(await withAttempts(work, options({ outages, wait }))).toBe(3);
    expect(outages.current()).toEqual([]);
    expect(await up()).toEqual([['database', 1]]);
    expect(said).toHaveLength(2);
  });

  it.each([
    ['while it waits for the next attempt', () => new Error('broken')],
    ['while it waits for a server', () => away],
  ])('stops when the work is handed over %s', async (_, failure) => {
    const handOver = new AbortController();
    const work = (): Promise<never> => {
      setImmediate(() => handOver.abort());
      return Promise.reject(failure());
    };
    const policy = { attempts: 9, initialMs: 60_000, maxMs: 60_000 };
    const failing = withAttempts(work, options({ signal: handOver.signal, policy }));
    await expect(failing).rejects.toMatchObject({ code: 'TASK_ABORTED' });
  });

  it('does not begin what was handed over before', async () => {
    let runs = 0;
    const failing = withAttempts(() => Promise.resolve((runs += 1)), options({ signal: AbortSignal.abort() }));
    await expect(failing).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    expect(runs).toBe(0);
  });

  it('takes work that was given up elsewhere for handed over', async () => {
    const failing = withAttempts(() => Promise.reject(new TroupeError('TASK_ABORTED', 'stopping')), options());
    await expect(failing).rejects.not.toBeInstanceOf(GaveUp);
  });
});

describe('backoffMs', () => {
  it('doubles between its bounds and keeps at least half of each', () => {
    const policy = { initialMs: 100, maxMs: 1_000 };
    expect([1, 2, 3, 4, 5, 60].map((attempt) => backoffMs(policy, attempt, 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
    expect([1, 2, 3].map((attempt) => backoffMs(policy, attempt, 0))).toEqual([50, 100, 200]);
  });
});
