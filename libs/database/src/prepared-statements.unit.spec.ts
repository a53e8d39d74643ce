import { describe, expect, it } from '@jest/globals';
import { createStatementNames } from './prepared-statements.ts';

describe('statement names', () => {
  it('prepares a text that comes again, under one name', () => {
    const names = createStatementNames();
    expect(names.nameOf('select $1')).toBeUndefined();
    expect(names.nameOf('select $1')).toBe('s1');
    expect(names.nameOf('select $1')).toBe('s1');
  });

  it('gives another name to a text whose plan went stale', () => {
    const names = createStatementNames();
    const ask = (): string | undefined => names.nameOf('select * from stock where sku = $1');
    ask();
    expect(ask()).toBe('s1');
    names.forget('select * from stock where sku = $1');
    ask();
    expect(ask()).toBe('s2');
  });

  it('prepares no more than a connection can hold', () => {
    const names = createStatementNames();
    const given = Array.from({ length: 1_000 }, (_, index) => {
      names.nameOf(`select ${index} + $1`);
      return names.nameOf(`select ${index} + $1`);
    }).filter((name) => name !== undefined);
    expect(given).toHaveLength(128);
  });
});
