import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { REMOVALS, removeFrom, SAFEGUARDS } from './without.ts';

describe('a safeguard that is taken out', () => {
  it.each(SAFEGUARDS)('%s: fits the module as it is, which can still be run', (safeguard) => {
    const removed = removeFrom(REMOVALS[safeguard]);
    expect(ts.transpileModule(removed, { reportDiagnostics: true }).diagnostics).toEqual([]);
  });

  it('does not fit a module that has changed', () => {
    const removal = { ...REMOVALS.inbox, edits: [['what is not there', '']] as const };
    expect(() => removeFrom(removal)).toThrow(/does not have exactly one 'what is not there'/);
  });
});
