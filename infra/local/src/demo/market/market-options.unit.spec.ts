import { describe, expect, it } from '@jest/globals';
import { parseMarketOptions } from './market-options.ts';

const parse = (...args: readonly string[]) => parseMarketOptions(args, '/signals');

describe('the options of the market demo', () => {
  it('are few, and all have a default', () => {
    expect(parse()).toEqual({ exit: false, help: false, signals: '/signals', speed: 100_000, withinMs: 300_000 });
    expect(parse('--exit', '--signals', 'mine', '--speed', '3600', '--within', '90s', '--help')).toEqual({ exit: true, help: true, signals: 'mine', speed: 3_600, withinMs: 90_000 }); // prettier-ignore
  });

  it.each([
    [['--colour'], '--colour'],
    [['--speed', 'fast'], '--speed fast is no speed'],
    [['--speed', '0'], '--speed 0 is no speed'],
    [['--within', 'soon'], '--within soon is no time'],
  ])('are refused with what to do: %j', (args, why) => {
    expect(() => parse(...args)).toThrow(why);
    expect(() => parse(...args)).toThrow('What to do');
  });
});
