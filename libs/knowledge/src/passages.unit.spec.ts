import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { passagesOf } from './passages.ts';
import { SHOP } from './shop.fixture.ts';

describe('the passages of a file', () => {
  const passages = passagesOf('shop.md', SHOP);

  it('are what stands below each heading, with the headings above it', () => {
    expect(passages.map(({ heading, text }) => [heading, text.split('\n')[0]])).toEqual([
      ['', 'Before any heading.'],
      ['Parcels › Lost parcels', 'A parcel that is lost is paid for. Send the number.'],
      ['Parcels › Lost parcels › Abroad', 'Ask the post there.'],
      ['Returns', 'Returns are free for 30 days.'],
    ]);
  });

  it('keep code as it is, also where it looks like a heading', () => {
    expect(passages[1]?.text).toContain('# no heading\n<!-- asked: nothing -->');
  });

  it('are known by what else they are asked for as, which is no text of theirs', () => {
    expect(passages[3]).toMatchObject({ asked: ['send back', 'exchange'], text: 'Returns are free for 30 days.' });
  });

  it('leave out nothing that is written', () => {
    const line = fc.oneof(fc.constantFrom('# a', '## b', '### c', '', '```'), fc.stringMatching(/^[a-z ]{1,20}$/));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const all = passagesOf('f.md', lines.join('\n'));
        const text = all.map(({ heading, text: words }) => `${heading} ${words}`).join('\n');
        for (const word of lines.join(' ').match(/[a-z]{2,}/g) ?? []) expect(text).toContain(word);
      }),
    );
  });
});
