import { describe, expect, it } from '@jest/globals';
import { readLedger } from './ledger.ts';

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

describe('a ledger of effects', () => {
  it('tells when the last of the parallel steps ended, whichever it was', () => {
    const text = lines('a-1 accept 5', 'a-1 second 30', 'a-1 first 40', 'a-1 third 20');
    expect(readLedger(text).get('a-1')).toEqual({ slowestStepNs: 40n, steps: 4, repeated: 0 });
  });

  it('tells of none while one of them has not ended', () => {
    expect(readLedger(lines('a-1 accept 5', 'a-1 first 40')).get('a-1')?.slowestStepNs).toBeUndefined();
  });

  it('counts effects that were had again, and goes by the first', () => {
    const text = lines('a-1 first 10', 'a-1 second 20', 'a-1 third 30', 'a-1 third 90', 'a-2 first 95');
    expect(readLedger(text).get('a-1')).toEqual({ slowestStepNs: 30n, steps: 3, repeated: 1 });
  });

  it('is read without the line that is half written', () => {
    expect(readLedger('a-1 first 10\na-1 second 2').get('a-1')).toMatchObject({ steps: 1 });
    expect(readLedger('a-1 first 10').size).toBe(0);
  });
});
