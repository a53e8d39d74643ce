import { describe, expect, it } from '@jest/globals';
import { UsageError } from '@troupe/agent-sdk/command';
import { readArguments } from './arguments.ts';

const read = (line: string) => readArguments(line.split(' ').filter((word) => word !== ''));

describe('npm run simulate', () => {
  it('plays many seeds, or one', () => {
    expect(read('')).toEqual({ without: undefined, seed: undefined, from: 1, count: 2_000 });
    expect(read('--seeds 10 --from 7 --without inbox')).toEqual({
      without: 'inbox',
      seed: undefined,
      from: 7,
      count: 10,
    });
    expect(read('--seed 151')).toEqual({ without: undefined, seed: 151 });
  });

  it.each([
    ['--seed abc', "--seed is no whole number: 'abc'"],
    ['--seeds 1.5', "--seeds is no whole number: '1.5'"],
    ['--from=-1', "--from is no whole number: '-1'"],
    ['--without nothing', '--without takes inbox'],
    ['--colour', '--colour'],
    ['151', "'151' is too much"],
  ])('does not understand "%s"', (line, message) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(message);
  });
});
