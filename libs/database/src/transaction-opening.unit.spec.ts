import { describe, expect, it } from '@jest/globals';
import type { QueryResult } from 'pg';
import { createOpening } from './transaction-opening.ts';

const result = { command: 'SELECT', rowCount: 1, oid: 0, rows: [{ n: 1 }], fields: [] } satisfies QueryResult;

const opening = () => {
  const sent: string[] = [];
  const send = (text: string): Promise<QueryResult> => {
    sent.push(text);
    return Promise.resolve(result);
  };
  return { sent, ...createOpening(send, send) };
};

describe('a transaction', () => {
  it('is begun with its first statement, and what is set for it along', async () => {
    const { sent, query } = opening();
    await query('begin', []);
    await query('set local lock_timeout = 100', []);
    expect(sent).toEqual([]);
    expect(await query('select $1', [1])).toBe(result);
    await query('select 2', []);
    await query('commit', []);
    expect(sent).toEqual(['begin; set local lock_timeout = 100', 'select $1', 'select 2', 'commit']);
  });

  it('that ends before any statement is never begun', async () => {
    const { sent, query } = opening();
    await query('begin', []);
    expect(await query('commit', [])).toMatchObject({ command: 'COMMIT', rows: [] });
    await query('begin', []);
    expect(await query('rollback', [])).toMatchObject({ command: 'ROLLBACK' });
    await query('select 1', []);
    expect(sent).toEqual(['select 1']);
  });

  it('is not begun for the next who gets the connection', async () => {
    const { sent, query, forget } = opening();
    await query('begin', []);
    forget();
    await query('select 1', []);
    expect(sent).toEqual(['select 1']);
  });

  it('whose beginning is refused fails with it', async () => {
    const refuse = (): Promise<never> => Promise.reject(new Error('shutting down'));
    const { query } = createOpening(refuse, () => Promise.resolve(result));
    await query('begin', []);
    await expect(query('select 1', [])).rejects.toThrow('shutting down');
  });
});

describe('a setting', () => {
  it('outside a transaction is sent as it is', async () => {
    const { sent, query } = opening();
    await query('set local lock_timeout = 100', []);
    expect(sent).toEqual(['set local lock_timeout = 100']);
  });
});
