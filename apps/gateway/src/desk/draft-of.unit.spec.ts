import { describe, expect, it } from '@jest/globals';
import { draftOf } from './draft-of.ts';

const DRAFTED = { found: true, reason: null, citations: [], searched: 3, writtenBy: 'spec' };

describe('what the desk keeps of a draft', () => {
  it.each([
    ['We are sorry. [1] Write to us [2, 3].', 'We are sorry. Write to us.'],
    ['Order [A7] is on its way. [1]\n\nIt comes [2] soon.', 'Order [A7] is on its way.\n\nIt comes soon.'],
  ])('can be sent without the numbers of citations: %j', (reply, sendable) => {
    expect(draftOf('d', { ...DRAFTED, reply })).toMatchObject({ id: 'd', text: reply, sendable });
  });

  it('has neither where nothing was found', () => {
    const nothing = { ...DRAFTED, found: false, reply: null, reason: 'nothing fits' };
    expect(draftOf('d', nothing)).toMatchObject({ text: null, sendable: null, reason: 'nothing fits' });
  });
});
