import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ownStack } from '@troupe/testing';
import type { LocalStack } from '../stack.ts';
import { runChaos } from './run-chaos.ts';

jest.setTimeout(600_000);

let stack: LocalStack;

beforeAll(async () => {
  stack = await ownStack();
});

afterAll(() => stack.stop());

describe('faults that overlap on different services while orders come in', () => {
  it('lose nothing, double nothing and contradict nothing, and every order is resolved', async () => {
    const report = await runChaos({
      stack,
      seed: 1,
      faults: 8,
      seconds: 30,
      perSecond: 10,
      lanes: 3,
      note: () => undefined,
    });
    expect(report.violations).toEqual([]);
    expect(report.events.filter(({ counts }) => counts).length).toBeGreaterThan(3);
  });
});
