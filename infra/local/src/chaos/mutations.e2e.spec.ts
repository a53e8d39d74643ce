import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { runChaos } from './run-chaos.ts';
import { REMOVALS } from './without.ts';

jest.setTimeout(300_000);

let place: IsolatedStack;

beforeAll(async () => {
  place = await isolated('mutations');
});

afterAll(() => place.drop());

describe('a safeguard that is taken out of every service', () => {
  it('outbox: is missed, and the check that is to notice is red', async () => {
    const { kinds, check } = REMOVALS.outbox;
    const report = await runChaos({
      place,
      kinds,
      without: 'outbox',
      seed: 1,
      faults: 6,
      seconds: 10,
      perSecond: 8,
      settleSeconds: 2,
      note: () => undefined,
    });
    expect(report.violations.map((violation) => violation.check)).toContain(check);
  });
});
