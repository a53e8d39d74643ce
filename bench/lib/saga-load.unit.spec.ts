import { describe, expect, it } from '@jest/globals';
import { createNumbers, runSagasClosedLoop, runSagasOpenLoop, type SagaUnderLoad } from './saga-load.ts';

/** Sagas that end at once, or as `run` says; each two milliseconds after its slowest step. */
const sagas = (run: (index: number) => Promise<void> = () => Promise.resolve()): SagaUnderLoad => {
  const ended = new Map<number, bigint>();
  return {
    run: async (index) => {
      await run(index);
      const atNs = process.hrtime.bigint();
      ended.set(index, atNs - 2_000_000n);
      return atNs;
    },
    settle: () => undefined,
    slowestStepNs: (index) => ended.get(index),
  };
};

describe('an open loop of sagas', () => {
  it('takes the difference from the slowest step saga by saga', async () => {
    const load = { perSecond: 100, seconds: 0.1, onError: () => undefined };
    const { resolved, difference } = await runSagasOpenLoop(sagas(), createNumbers(), load);
    expect(resolved).toMatchObject({ count: 10, missing: 0 });
    expect(difference).toMatchObject({ p50: 2, p99: 2 });
  });

  it('counts a saga that failed as later than all others, and says why', async () => {
    const errors: unknown[] = [];
    const fail = new Error('refused');
    const one = sagas((index) => (index === 3 ? Promise.reject(fail) : Promise.resolve()));
    const load = { perSecond: 100, seconds: 0.1, onError: (error: unknown) => void errors.push(error) };
    const { resolved } = await runSagasOpenLoop(one, createNumbers(), load);
    expect(resolved).toMatchObject({ missing: 1, p99: Number.POSITIVE_INFINITY });
    expect(errors).toEqual([fail]);
  });
});

describe('a closed loop of sagas', () => {
  it('ends after so many, and counts those that failed apart', async () => {
    const one = sagas((index) => (index % 5 === 0 ? Promise.reject(new Error('refused')) : Promise.resolve()));
    const load = { clients: 4, seconds: 60, sagas: 40, onError: () => undefined };
    const found = await runSagasClosedLoop(one, createNumbers(), load);
    expect(found.resolved).toBeGreaterThanOrEqual(40);
    expect(found.resolved).toBeLessThan(44);
    expect(found.missing).toBeGreaterThanOrEqual(10);
  });
});
