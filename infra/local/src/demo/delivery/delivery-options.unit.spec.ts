import { describe, expect, it } from '@jest/globals';
import { parseDeliveryOptions } from './delivery-options.ts';

const parse = (...args: readonly string[]) => parseDeliveryOptions(args, '/examples');

describe('the options of the delivery demo', () => {
  it('are few, and all have a default', () => {
    expect(parse()).toEqual({ exit: false, help: false, features: '/examples', only: [], withinMs: 1_200_000 });
    expect(
      parse('--exit', '--features', 'mine', '--only', 'tax', '--only', 'fee', '--within', '90s', '--help'),
    ).toEqual({ exit: true, help: true, features: 'mine', only: ['tax', 'fee'], withinMs: 90_000 });
  });

  it.each([
    [['--colour'], '--colour'],
    [['tax'], 'tax'],
    [['--only'], '--only'],
    [['--within', 'soon'], '--within soon is no time'],
  ])('are refused with what to do: %j', (args, why) => {
    expect(() => parse(...args)).toThrow(why);
    expect(() => parse(...args)).toThrow('What to do');
  });
});
