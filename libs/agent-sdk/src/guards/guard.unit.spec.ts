import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import { createMetrics } from '@troupe/observability';
import { guard, type Guard } from './guard.ts';

const NEVER = (): Promise<never> => Promise.withResolvers<never>().promise;
const broken = (): Promise<never> => Promise.reject(new Error('connection refused'));
const answers = (): Promise<string> => Promise.resolve('answer');
const rejected = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

/** One that opens after two failures, for ten seconds. */
const small = (more: Parameters<typeof guard>[1] = {}): Guard =>
  guard('openai', { timeout: '5s', breaker: { after: 2, halfOpenAfter: '10s' }, ...more });
const opened = async (more: Parameters<typeof guard>[1] = {}): Promise<Guard> => {
  const openai = small(more);
  await rejected(openai.call(broken));
  await rejected(openai.call(broken));
  expect(openai.state()).toBe('open');
  return openai;
};

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('guard', () => {
  it('lets calls through and gives what they give, also their errors', async () => {
    const openai = small();
    expect(await openai.call(answers)).toBe('answer');
    expect(await rejected(openai.call(broken))).toEqual(new Error('connection refused'));
  });

  it('refuses calls after so many failures in a row, and says when to come back', async () => {
    const openai = await opened();
    await jest.advanceTimersByTimeAsync(4_000);
    const run = jest.fn(answers);
    expect(await rejected(openai.call(run))).toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
      retryable: true,
      details: { dependency: 'openai', retryAfterMs: 6_000 },
    });
    expect(run).not.toHaveBeenCalled();
    expect(openai.available()).toBe(false);
  });

  it('says of the failure that opened it that the dependency is away, with its cause', async () => {
    const openai = small();
    expect(TroupeError.is(await rejected(openai.call(broken)))).toBe(false);
    expect(await rejected(openai.call(broken))).toMatchObject({
      code: 'DEPENDENCY_UNAVAILABLE',
      cause: new Error('connection refused'),
    });
  });

  it('lets one call try after a while, and closes when that is answered', async () => {
    const openai = await opened();
    await jest.advanceTimersByTimeAsync(10_000);
    const probe = Promise.withResolvers<string>();
    const first = openai.call(() => probe.promise);
    const second = openai.call(answers);
    await jest.advanceTimersByTimeAsync(0);
    expect(openai.state()).toBe('half-open');
    probe.resolve('there again');
    expect(await Promise.all([first, second])).toEqual(['there again', 'answer']);
    expect(openai.state()).toBe('closed');
  });

  it('stays open when the one call fails, for whoever made it as for everybody', async () => {
    const openai = await opened();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await rejected(openai.call(broken))).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
    expect(await rejected(openai.call(answers))).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' });
  });

  it('does not take a trial that its caller gave up for an answer', async () => {
    const openai = await opened();
    await jest.advanceTimersByTimeAsync(10_000);
    const caller = new AbortController();
    const probe = rejected(openai.call(NEVER, { signal: caller.signal }));
    await jest.advanceTimersByTimeAsync(0);
    caller.abort(new Error('handed over'));
    expect(await probe).toEqual(new Error('handed over'));
    await jest.advanceTimersByTimeAsync(0);
    expect(openai.state()).toBe('open');
  });

  it.each([
    ['a request that was refused', { status: 400 }, 'closed'],
    ['a model that is overloaded', { statusCode: 503 }, 'open'],
    ['too many requests', { status: 429 }, 'open'],
    ['an error of our own', new TroupeError('TERMINAL', 'no such customer'), 'closed'],
  ])('knows whether %s is an outage', async (_, error, state) => {
    const openai = small();
    for (let calls = 0; calls < 3; calls += 1) await rejected(openai.call(() => Promise.reject(error as Error)));
    expect(openai.state()).toBe(state);
  });

  it('ends a call that takes too long, and tells it so', async () => {
    const openai = small();
    let told: AbortSignal | undefined;
    const late = rejected(openai.call(({ signal }) => ((told = signal), NEVER())));
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await late).toMatchObject({ code: 'TIMEOUT', details: { dependency: 'openai', timeoutMs: 5_000 } });
    expect(told?.aborted).toBe(true);
  });

  it('counts a timeout as a failure', async () => {
    const openai = small();
    const late = [rejected(openai.call(NEVER)), rejected(openai.call(NEVER))];
    await jest.advanceTimersByTimeAsync(5_000);
    await Promise.all(late);
    expect(openai.state()).toBe('open');
  });

  it('runs so many calls at once, lets so many wait, and refuses the next', async () => {
    const openai = small({ atOnce: 2, waiting: 1 });
    const running = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    const runs = running.map(({ promise }) => openai.call(() => promise));
    const waiting = jest.fn(answers);
    const third = openai.call(waiting);
    expect(await rejected(openai.call(answers))).toMatchObject({
      code: 'DEPENDENCY_BUSY',
      retryable: true,
      details: { dependency: 'openai', retryAfterMs: 1_000 },
    });
    expect(waiting).not.toHaveBeenCalled();
    running[0]!.resolve('first');
    expect(await third).toBe('answer');
    running[1]!.resolve('second');
    await Promise.all(runs);
  });

  it('gives up at once when its caller does, wherever the call is', async () => {
    const openai = small({ atOnce: 1 });
    const caller = new AbortController();
    const running = rejected(openai.call(NEVER, { signal: caller.signal }));
    const waiting = rejected(openai.call(answers, { signal: caller.signal }));
    caller.abort(new Error('handed over'));
    expect(await running).toEqual(new Error('handed over'));
    expect(await waiting).toEqual(new Error('handed over'));
    expect(await rejected(openai.call(answers, { signal: caller.signal }))).toEqual(new Error('handed over'));
    expect(await openai.call(answers)).toBe('answer');
    expect(openai.state()).toBe('closed');
  });

  it('counts calls, refusals and its state in the metrics of whoever declared it', async () => {
    const openai = small();
    const metrics = createMetrics('spec');
    openai.observe(metrics);
    await openai.call(answers);
    await rejected(openai.call(broken));
    await rejected(openai.call(broken));
    await rejected(openai.call(answers));
    const page = await metrics.registry.metrics();
    expect(page).toContain('troupe_guard_state{guard="openai",service="spec"} 2');
    for (const [outcome, times] of [
      ['ok', 1],
      ['failed', 2],
      ['refused-open', 1],
    ] as const)
      // prettier-ignore
      expect(page).toContain(`troupe_guard_calls_total{guard="openai",outcome="${outcome}",service="spec"} ${times}`);
    expect(page).toMatch(/troupe_guard_seconds_count\{[^}]*guard="openai"[^}]*\} 4/);
  });

  it.each([
    [() => guard('Open AI'), /kebab-case/],
    [() => guard('openai', { atOnce: 0 }), /atOnce/],
    [() => guard('openai', { timeout: '0s' }), /longer than nothing/],
    [() => guard('openai', { waiting: -1 }), /waiting/],
  ])('refuses what makes no sense (%#)', (make, message) => {
    expect(make).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
