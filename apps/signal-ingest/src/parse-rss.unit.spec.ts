import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRss } from './parse-rss.ts';

const AT = Date.UTC(2026, 10, 28, 8);
const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
  <item><guid isPermaLink="false">n1</guid><title>Rates &amp; <![CDATA[<b>prices</b>]]> &#8364;5</title>
    <link>https://news.example/1?a=1&amp;b=2</link><pubDate>Sat, 28 Nov 2026 08:00:00 GMT</pubDate></item>
  <item><title>No time</title><link>https://news.example/2</link></item>
</channel></rss>`;
const ATOM = `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>a1</id><title type="text">Release 2.0</title>
  <link rel="self" href="https://docs.example/self"/><link href="https://docs.example/2.0"/>
  <updated>2026-11-28T08:00:00Z</updated></entry></feed>`;
const RDF = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
  <item><title>Old</title><link>https://old.example/</link><dc:date>2026-11-28T08:00:00Z</dc:date></item></rdf:RDF>`;
/** A billion laughs, if anybody laughed. */
const LAUGHS = `<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
  <rss><channel><item><guid>x</guid><title>&c;</title><pubDate>2026-11-28T08:00:00Z</pubDate></item></channel></rss>`;

const read = (item: string, title: string, link: string) => ({ read: { item, at: AT, value: null, title, link } });

describe('a feed of news', () => {
  it('may be RSS, with items that cannot be read refused in their place', () => {
    expect(parseRss(RSS)).toEqual([
      read('n1', 'Rates & <b>prices</b> €5', 'https://news.example/1?a=1&b=2'),
      {
        refused: {
          item: 'https://news.example/2',
          text: expect.stringContaining('No time'),
          reason: 'has no time that can be read',
        },
      },
    ]);
  });

  it('may be Atom, whose items lead to their alternate', () => {
    expect(parseRss(ATOM)).toEqual([read('a1', 'Release 2.0', 'https://docs.example/2.0')]);
  });

  it('may be RSS 1.0, whose items are known by their address', () => {
    expect(parseRss(RDF)).toEqual([read('https://old.example/', 'Old', 'https://old.example/')]);
  });

  it('may have no items', () => {
    expect(parseRss('<rss><channel></channel></rss>')).toEqual([]);
  });

  it.each(['', 'no XML', '<html><body>404</body></html>', '{"items":[]}', '<rss><channel>'])('is not %j', (body) => {
    expect(parseRss(body)).toBeUndefined();
  });

  it('has no entities of its own put in', () => {
    expect(JSON.stringify(parseRss(LAUGHS) ?? []).length).toBeLessThan(500);
  });

  it('never ends the process, whatever it says, and never says more than may be published', () => {
    const pieces = fc.constantFrom('<item>', '</item>', '<title>', '</title>', '<guid>7</guid>', '<![CDATA[', ']]>', '&#x110000;', '&amp;', '<a b="', '"/>', '<!--', '-->', 'é', '\ud800', 'x'.repeat(3_000)); // prettier-ignore
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        for (const line of parseRss(`<rss><channel>${parts.join('')}</channel></rss>`) ?? [])
          if ('read' in line) expect(line.read.title.length).toBeLessThanOrEqual(500);
          else expect(line.refused.text.length).toBeLessThanOrEqual(1_000);
      }),
    );
  });
});
