import { describe, expect, it } from '@jest/globals';
import { HEADERS } from '@troupe/messaging';
import { codesIn, readText, tableRows } from './pages.ts';

describe('docs/reference/events.md', () => {
  it('names every header of the envelope', () => {
    const named = tableRows(readText('docs/reference/events.md'), 'header').flatMap(({ header }) =>
      codesIn(header ?? ''),
    );
    expect(named).toEqual(Object.values(HEADERS));
  });
});
