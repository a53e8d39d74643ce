import { describe, expect, it } from '@jest/globals';
import { readArguments, USAGE } from './arguments.ts';
import { KINDS, TARGETS } from './chaos-plan.ts';

describe('the arguments of npm run chaos', () => {
  it('have defaults: everything, for twenty minutes at most', () => {
    expect(readArguments([])).toEqual({
      mutations: false,
      single: false,
      verbose: false,
      seed: 1,
      faults: 1_000,
      minutes: 20,
      rate: 8,
      kinds: KINDS,
      targets: TARGETS,
    });
  });

  it('choose faults, targets and what services do without', () => {
    const args = ['--seed', '7', '--only', 'kill, cut', '--targets', 'ledger', '--without', 'epoch', '--single'];
    expect(readArguments(args)).toMatchObject({
      seed: 7,
      kinds: ['kill', 'cut'],
      targets: ['ledger'],
      without: 'epoch',
      single: true,
    });
  });

  it('ask for help, which names every option', () => {
    expect(readArguments(['--help'])).toBeUndefined();
    for (const option of ['seed', 'faults', 'minutes', 'rate', 'only', 'targets', 'single', 'without', 'mutations'])
      expect(USAGE).toContain(`--${option}`);
  });

  it.each([
    [['--lanes', '4'], /'--lanes'/],
    [['--seed', 'x'], /--seed is a number of at least 0, not 'x'/],
    [['--faults', '0'], /--faults is a number of at least 1, not '0'/],
    [['--only', 'kill,fire'], /--only: there is no 'fire', but kill, failpoint/],
    [['--without', 'luck'], /--without: there is no 'luck', but inbox, outbox, epoch, watermark/],
    [['now'], /'now'/],
  ])('%j are refused with what is wrong', (args, message) => {
    expect(() => readArguments(args)).toThrow(message);
  });
});
