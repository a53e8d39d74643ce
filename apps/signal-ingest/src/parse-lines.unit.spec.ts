import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsIn, csvLine } from './parse-lines.ts';
import { parseTime } from './parse-time.ts';

describe('a line of CSV', () => {
  it('may have its cells in quotes', () => {
    expect(csvLine('1', '"a ""b"", c","1.5",2015-02-26T21:42:53Z', { at: 2, value: 1 })).toMatchObject({
      read: { value: 1.5 },
    });
  });

  it.each(['2015-02-26T21:42:53Z,"1.5', '2015-02-26T21:42:53Z,1"5'])('%s is refused for its quote', (line) => {
    expect(csvLine('1', line, { at: 0, value: 1 })).toMatchObject({
      refused: { item: '1', text: line, reason: expect.stringContaining('quote') },
    });
    expect(columnsIn(line, { at: 'timestamp', value: 'value' })).toBeUndefined();
  });

  it('is read by the columns that its header names', () => {
    const columns = columnsIn('id, value ,timestamp', { at: 'timestamp', value: 'value' });
    expect(columns).toEqual({ at: 2, value: 1 });
    expect(csvLine('7', 'x,1.5,2015-02-26T21:42:53Z', columns!)).toEqual({
      read: { item: '7', at: Date.UTC(2015, 1, 26, 21, 42, 53), value: 1.5, title: '', link: '' },
    });
  });

  it('is refused with its text, cut, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 3_000 }), (line) => {
        const parsed = csvLine('1', line, { at: 0, value: 1 });
        if ('refused' in parsed) expect(parsed.refused.text.length).toBeLessThanOrEqual(1_000);
        else expect(Number.isFinite(parsed.read.value)).toBe(true);
      }),
    );
  });
});

describe('a time', () => {
  it.each([
    ['2015-02-26 21:42:53', Date.UTC(2015, 1, 26, 21, 42, 53)],
    ['2015-02-26T21:42:53.000000', Date.UTC(2015, 1, 26, 21, 42, 53)],
    ['2015-02-26T21:42:53+01:00', Date.UTC(2015, 1, 26, 20, 42, 53)],
    ['Thu, 26 Feb 2015 21:42:53 GMT', Date.UTC(2015, 1, 26, 21, 42, 53)],
    [1_424_986_973_000, 1_424_986_973_000],
  ])('may be written %s', (time, at) => expect(parseTime(time)).toBe(at));

  it.each(['', 'yesterday', '2015-02-30T99:00', '1969-12-31T00:00:00Z', -1, 0.5, '26/02/2015'])('is not %s', (time) => {
    expect(parseTime(time)).toBeUndefined();
  });
});
