import { describe, expect, it } from '@jest/globals';
import { RULES } from '@troupe/choreography';
import { codesIn, readText, tableRows } from './pages.ts';

const rows = tableRows(readText('docs/reference/choreography.md'), 'rule', 'what it finds');

describe('docs/reference/choreography.md', () => {
  it('has a row for every rule, in their order, and for no other', () => {
    expect(rows.flatMap(({ rule }) => codesIn(rule ?? ''))).toEqual([...RULES]);
  });

  it('says of each what it finds, why it matters and what to do', () => {
    for (const row of rows) expect(Object.values(row)).not.toContain('');
  });
});
