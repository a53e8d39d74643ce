import type { Citation } from '@troupe/contracts';
import type { FoundPassage } from '@troupe/knowledge';
import { numbered } from './reply-writer.ts';

const DECIMALS = 100;

/** The numbers of passages that a draft names in brackets. */
export const citedIn = (reply: string): readonly number[] =>
  [...reply.matchAll(/\[(\d{1,3})\]/g)].map(([, number]) => Number(number));

const citationOf = ({ file, heading, quote, score }: FoundPassage): Citation => ({
  file,
  heading,
  quote,
  score: Math.round(score * DECIMALS) / DECIMALS,
});

/** A draft and what it rests on: of the passages those that it names, numbered anew in their order. */
export const withCitations = (
  reply: string,
  found: readonly FoundPassage[],
): { readonly reply: string; readonly citations: Citation[] } => {
  const named = new Set(citedIn(reply));
  const cited = numbered(found).filter(({ number }) => named.has(number));
  const places = new Map(cited.map(({ number }, nth) => [number, nth + 1]));
  const renumbered = reply.replaceAll(/\[(\d{1,3})\]/g, (mark, number: string) => {
    const place = places.get(Number(number));
    return place === undefined ? mark : `[${place}]`;
  });
  return { reply: renumbered, citations: cited.map(citationOf) };
};
