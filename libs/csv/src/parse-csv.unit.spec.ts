import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CsvError, parseCsv } from './parse-csv.ts';

const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
const plainWhenPossible = (field: string): string => (/[",\r\n]/.test(field) ? quoted(field) : field);
const records = fc.array(fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[",\r\na]*$/)), { minLength: 1 }));

describe('parseCsv', () => {
  it('keeps commas, doubled quotes and line breaks of quoted fields', () => {
    expect(parseCsv('a,"CAKESTAND, 3 TIER","FRAME 7"" SIZE"\r\nb,"two\nlines",\r\n')).toEqual([
      ['a', 'CAKESTAND, 3 TIER', 'FRAME 7" SIZE'],
      ['b', 'two\nlines', ''],
    ]);
  });

  it('reads a last record that no line break ends', () => {
    expect(parseCsv('a,b\nc,d')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(parseCsv('a,b\nc,')).toEqual([
      ['a', 'b'],
      ['c', ''],
    ]);
  });

  it('reads nothing in an empty text', () => {
    expect(parseCsv('')).toEqual([]);
  });

  it.each(['a,"open\r\n', 'a,b"c\r\n', 'a,"b"c\r\n', 'a\rb'])('refuses %j', (text) => {
    expect(() => parseCsv(text)).toThrow(CsvError);
  });

  it.each([
    ['quoted everywhere', quoted],
    ['quoted where it must be', plainWhenPossible],
  ])('reads back what was written, %s', (_, write) => {
    fc.assert(
      fc.property(records, fc.constantFrom('\r\n', '\n'), (written, lineBreak) => {
        const text = written.map((record) => record.map(write).join(',') + lineBreak).join('');
        expect(parseCsv(text)).toEqual(written);
      }),
    );
  });
});
