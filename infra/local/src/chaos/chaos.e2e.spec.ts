import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { runChaos } from './run-chaos.ts';

jest.setTimeout(600_000);

let place: IsolatedStack;

// On the servers that all specs share: those that crash are in `servers-away.e2e.spec.ts`.
beforeAll(async () => {
  place = await isolated('chaos');
});

afterAll(() => place.drop());

describe('faults that overlap on different services while orders come in', () => {
  it('lose nothing, double nothing and contradict nothing, and every order is resolved', async () => {
    const report = await runChaos({ place, seed: 1, faults: 12, seconds: 15, perSecond: 6, note: () => undefined });
    expect(report.violations).toEqual([]);
    expect(report.events.filter(({ counts }) => counts).length).toBeGreaterThan(3);
  });
});
