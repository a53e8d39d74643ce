import { deriveId } from '@troupe/contracts';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { refusal, textItem } from './entry.ts';
import type { Line } from './parse-lines.ts';
import { parseTime } from './parse-time.ts';

/** Entities that a document declares itself are never put in: what they could grow to has no bound. Dates and numbers stay text. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  processEntities: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) => name === 'item' || name === 'entry',
});

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const charOf = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** The five entities of XML, and characters by number. */
const unescaped = (text: string): string =>
  text
    .replace(/&#(\d{1,7});/g, (_, code: string) => charOf(Number(code)))
    .replace(/&#x([0-9a-fA-F]{1,6});/g, (_, code: string) => charOf(Number.parseInt(code, 16)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => NAMED[name] ?? '');

/** The text of an element, with or without attributes. */
const text = z
  .union([z.string(), z.object({ '#text': z.string().default('') }).transform((element) => element['#text'])])
  .transform((written) => unescaped(written).replace(/\s+/g, ' ').trim())
  .catch('');

const href = z.object({ '@href': z.string(), '@rel': z.string().default('alternate') });

/** The address of an element: its text in RSS, in Atom an attribute of one that leads to the item itself. */
const link = z
  .union([href.transform((one) => [one]), z.array(href)])
  .transform((links) => unescaped(links.find((each) => each['@rel'] === 'alternate')?.['@href'] ?? ''))
  .or(text)
  .catch('');

/** An element that is not there is empty. */
const item = z.object({
  guid: text,
  id: text,
  title: text,
  link,
  pubDate: text,
  published: text,
  updated: text,
  'dc:date': text,
});

/** What holds items of a name. One without any is a text, of blanks if at all. */
const holding = (name: 'item' | 'entry') =>
  z.union([
    z.object({ [name]: z.array(z.unknown()).default([]) }).transform((holder) => holder[name] ?? []),
    z.string().transform((): unknown[] => []),
  ]);

const document = z.union([
  z.object({ rss: z.object({ channel: holding('item') }) }).transform(({ rss }) => rss.channel),
  z.object({ feed: holding('entry') }).transform(({ feed }) => feed),
  z.object({ 'rdf:RDF': holding('item') }).transform((rdf) => rdf['rdf:RDF']),
]);

const lineOf = (raw: unknown): Line => {
  const written = JSON.stringify(raw);
  const { data } = item.safeParse(raw);
  if (data === undefined) return { refused: refusal(deriveId('item', written), written, 'is no item with elements') };
  const id = (data.guid || data.id || data.link || deriveId('item', written)).slice(0, 200);
  const at = parseTime(data.published || data.pubDate || data.updated || data['dc:date']);
  if (at === undefined) return { refused: refusal(id, written, 'has no time that can be read') };
  return { read: textItem(id, at, data) };
};

const ENDS = ['</rss>', '</feed>', '</rdf:RDF>'] as const;
/** What may stand behind the end of a document: blanks, a comment. */
const LONGEST_AFTER_END = 300;

/** A document that broke off would be read as far as it came. */
const isWhole = (body: string): boolean => {
  const end = body.slice(-LONGEST_AFTER_END);
  return ENDS.some((tag) => end.includes(tag));
};

const parsed = (body: string): unknown => {
  try {
    return isWhole(body) ? parser.parse(body) : undefined;
  } catch {
    return undefined;
  }
};

/** The items of an RSS or Atom document, as they stand in it; undefined for what is neither. */
export const parseRss = (body: string): readonly Line[] | undefined =>
  document.safeParse(parsed(body)).data?.map(lineOf);
