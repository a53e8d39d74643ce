import { describe, expect, it } from '@jest/globals';
import { parseSupportOptions } from './support-options.ts';

const parse = (...args: readonly string[]) => parseSupportOptions(args, '/tickets.jsonl');

describe('the options of the support demo', () => {
  it('are few, and all have a default', () => {
    expect(parse()).toEqual({ exit: false, help: false, tickets: '/tickets.jsonl', withinMs: 120_000 });
    expect(parse('--exit', '--tickets', 'mine', '--within', '90s', '--help')).toEqual({ exit: true, help: true, tickets: 'mine', withinMs: 90_000 }); // prettier-ignore
  });

  it.each([
    [['--colour'], '--colour'],
    [['--within', 'soon'], '--within soon is no time'],
  ])('are refused with what to do: %j', (args, why) => {
    expect(() => parse(...args)).toThrow(why);
    expect(() => parse(...args)).toThrow('What to do');
  });
});
