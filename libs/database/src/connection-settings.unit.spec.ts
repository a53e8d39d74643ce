import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { poolSettings } from './connection-settings.ts';
import { databaseTypes } from './database-types.ts';

const url = 'postgres://troupe:hunter2@localhost:5432/troupe';

describe('poolSettings', () => {
  it('makes the schema the search path and the service the application', () => {
    expect(poolSettings({ url, schema: 'ledger' })).toMatchObject({
      options: '-c search_path=ledger',
      application_name: 'ledger',
    });
  });

  it('joins the options of the URL instead of losing either', () => {
    const settings = poolSettings({ url: `${url}?options=-c%20work_mem%3D8MB&sslmode=disable`, schema: 'ledger' });
    expect(settings.options).toBe('-c work_mem=8MB -c search_path=ledger');
    expect(settings.connectionString).toBe(`${url}?sslmode=disable`);
  });

  it.each(['Ledger', 'a;drop', 'a b', ''])("refuses '%s' as a schema", (schema) =>
    expect(() => poolSettings({ url, schema })).toThrow('schema'),
  );

  it('refuses a URL that it cannot read without repeating it', () => {
    const read = (): unknown => poolSettings({ url: 'hunter2', schema: 'ledger' });
    expect(read).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    expect(read).not.toThrow(/hunter2/);
  });
});

describe('int8', () => {
  const parse = databaseTypes.getTypeParser(pg.types.builtins.INT8);

  it('is a number', () => expect(parse('9007199254740991')).toBe(9_007_199_254_740_991));

  it('is refused where a number would be another one', () =>
    expect(() => parse('9007199254740993')).toThrow(RangeError));
});
