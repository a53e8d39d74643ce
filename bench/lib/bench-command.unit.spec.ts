import { describe, expect, it } from '@jest/globals';
import { namesIn, numberIn, numbersIn } from './bench-command.ts';

describe('what a benchmark is asked for', () => {
  it('are some of what there is, in its own order, and all that there is not is named', () => {
    expect(namesIn('only', 'many,hop', ['hop', 'slow', 'many'])).toEqual(['hop', 'many']);
    expect(() => namesIn('only', 'hop,hope,slower', ['hop', 'slow'])).toThrow(
      "--only: there is no 'hope', 'slower': hop",
    );
  });

  it('are numbers above zero', () => {
    expect([numberIn('sagas', 'Infinity'), numberIn('seconds', '0.5')]).toEqual([Infinity, 0.5]);
    expect([numbersIn('rates', '10,50'), numbersIn('rates', '')]).toEqual([[10, 50], []]);
  });

  it.each(['', ' ', '0', '-1', 'ten', 'NaN'])('are refused as numbers: "%s"', (text) =>
    expect(() => numberIn('rate', text)).toThrow('--rate is a number above zero'),
  );
});
