import { describe, expect, it } from '@jest/globals';
import { readArguments } from './arguments.ts';

const read = (line: string) => readArguments(line.split(' '));

describe('the command line', () => {
  it('teaches from a file, with the columns that it has', () => {
    expect(read('teach tickets.csv --text body --label mood --negative Angry --model mine.json')).toEqual({
      command: 'teach',
      file: 'tickets.csv',
      columns: { text: 'body', label: 'mood', negative: 'angry' },
      model: 'mine.json',
      json: false,
    });
  });

  it('measures, with so many tickets taught or three in four', () => {
    expect(read('measure tickets.csv --learn 1500 --json')).toMatchObject({ learn: 1500, json: true });
    expect(read('measure tickets.csv')).toMatchObject({ learn: undefined, columns: {} });
  });

  it.each([
    ['threshold -0.3 --by ada --reason why', -0.3],
    ['threshold --reason why --by ada -- -1', -1],
    ['threshold 0.25 --by ada --reason why', 0.25],
  ])('changes the threshold, also to a score below 0: %s', (line, threshold) => {
    expect(read(line)).toEqual({ command: 'change', threshold, by: 'ada', reason: 'why', json: false });
  });

  it.each([
    ['teach', 'the <tickets.csv> is missing'],
    ['measure a.csv b.csv', "'b.csv' is too much"],
    ['measure a.csv --learn many', '--learn many is no number of tickets'],
    ['threshold often --reason why', "'often' is no score from -1 to 1"],
    ['threshold 1.5 --reason why', "'1.5' is no score from -1 to 1"],
    ['learn a.csv', "there is no command 'learn'"],
  ])('%s is not understood: %s', (line, why) => expect(() => read(line)).toThrow(why));
});
