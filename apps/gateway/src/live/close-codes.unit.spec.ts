import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CLOSE_CODES } from './close-codes.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/reference/errors.md'), 'utf8');
const ROW = /^\| `([A-Z_]+)` +\| (4\d{3}) /gm;

describe('the codes that WebSockets are ended with', () => {
  it('are told in docs/reference/errors.md, and no other', () => {
    const told = [...page.matchAll(ROW)].map(([, cause, code]) => [cause, Number(code)]);
    expect(told).toEqual(Object.entries(CLOSE_CODES).map(([cause, [code]]) => [cause, code]));
  });
});
