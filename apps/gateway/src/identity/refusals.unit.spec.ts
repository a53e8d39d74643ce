import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REFUSALS } from './refusals.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/reference/errors.md'), 'utf8');
const ROW = /^\| `([A-Z_]+)` +\| (4\d\d) /gm;

describe('the refusals of the desk and the chat', () => {
  it('are told in docs/reference/errors.md, each with its status, and no other', () => {
    const told = [...page.matchAll(ROW)].map(([, code, status]) => [code, Number(status)]);
    expect(told).toEqual(Object.entries(REFUSALS).map(([code, [status]]) => [code, status]));
  });
});
