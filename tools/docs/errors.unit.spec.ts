import { describe, expect, it } from '@jest/globals';
import { DEAD_LETTER_HEADERS, MARKER_HEADERS } from '@troupe/agent-sdk';
import { ERROR_CODES } from '@troupe/contracts';
import { codesIn, readText, tableRows } from './pages.ts';

const page = readText('docs/reference/errors.md');
const rows = tableRows(page, 'code', 'again');

describe('docs/reference/errors.md', () => {
  it('has a row for every error code, in their order, and for no other', () => {
    expect(rows.flatMap(({ code }) => codesIn(code ?? ''))).toEqual(Object.keys(ERROR_CODES));
  });

  it('says of each whether trying again can help', () => {
    const said = Object.fromEntries(
      rows.map(({ code, again }) => [codesIn(code ?? '')[0] ?? '', again === 'yes'] as const),
    );
    expect(said).toEqual(
      Object.fromEntries(Object.entries(ERROR_CODES).map(([code, { retryable }]) => [code, retryable])),
    );
  });

  it('says of each what it means, where it comes from and what to do', () => {
    for (const row of rows) expect(Object.values(row)).not.toContain('');
  });

  it('names every header of a dead letter, and of markers about it', () => {
    const named = tableRows(page, 'header', 'what').flatMap(({ header }) => codesIn(header ?? ''));
    expect(named).toEqual([...Object.values(DEAD_LETTER_HEADERS), ...Object.values(MARKER_HEADERS)]);
  });
});
