import { createBm25, type Ranked, type TermCounts } from './bm25.ts';
import type { Passage } from './passages.ts';
import { quoteOf } from './quote.ts';
import { termsIn } from './terms.ts';

/** A passage that a text was searched for, and why. */
export interface FoundPassage extends Passage {
  /** The sentence that has most of the words, as it is written. */
  readonly quote: string;
  /** Of BM25; comparable within one search only. */
  readonly score: number;
}

/** Passages that can be searched. */
export interface KnowledgeBase {
  /** How many passages there are. */
  readonly size: number;
  /** The passages that say something about a text, the best first, three at most; empty when none does. */
  search(text: string): readonly FoundPassage[];
}

const MOST_FOUND = 3;
/** What is read of a text, in characters. */
const LONGEST_TEXT = 4_000;
/** A heading says what its passage is about. */
const HEADING_WEIGHT = 2;
/** One word that both have is chance. */
const SHARED_TERMS_FROM = 2;
/** What more passages than this share have tells none of them from others, unless there are few. */
const COMMON_SHARE = 0.25;
const COMMON_FROM = 3;
/** What is so far behind the best is about something else. */
const SHARE_OF_BEST = 0.4;

interface Indexed {
  readonly passage: Passage;
  /** Of the headings, and of the words that customers use for them. */
  readonly about: ReadonlySet<string>;
  readonly counts: TermCounts;
}

const indexed = (passage: Passage): Indexed => {
  const about = termsIn([passage.heading, ...passage.asked].join(' '));
  const counts = new Map<string, number>();
  const count = (term: string, weight: number): void => void counts.set(term, (counts.get(term) ?? 0) + weight);
  for (const term of about) count(term, HEADING_WEIGHT);
  for (const term of termsIn(passage.text)) count(term, 1);
  return { passage, about: new Set(about), counts };
};

/** The terms that so many passages have that they say little. */
const commonIn = (all: readonly Indexed[]): ReadonlySet<string> => {
  const having = new Map<string, number>();
  for (const { counts } of all) for (const term of counts.keys()) having.set(term, (having.get(term) ?? 0) + 1);
  const most = Math.max(COMMON_FROM, all.length * COMMON_SHARE);
  return new Set([...having].filter(([, count]) => count > most).map(([term]) => term));
};

interface Shelf {
  readonly all: readonly Indexed[];
  readonly common: ReadonlySet<string>;
}

const found = ({ all, common }: Shelf, ranked: readonly Ranked[]): readonly FoundPassage[] => {
  const least = (ranked[0]?.score ?? 0) * SHARE_OF_BEST;
  return ranked.flatMap(({ index, score, terms }) => {
    const at = all[index];
    const isAbout = terms.length >= SHARED_TERMS_FROM && terms.some((term) => at?.about.has(term) && !common.has(term));
    if (at === undefined || score < least || !isAbout) return [];
    return [{ ...at.passage, score, quote: quoteOf(at.passage.text, new Set(terms)) }];
  });
};

/** Makes passages searchable by the words of their headings and texts. */
export const createKnowledgeBase = (passages: readonly Passage[]): KnowledgeBase => {
  const all = passages.map(indexed);
  const rank = createBm25(all.map(({ counts }) => counts));
  const shelf = { all, common: commonIn(all) };
  return {
    size: all.length,
    search: (text) => found(shelf, rank(termsIn(text.slice(0, LONGEST_TEXT)))).slice(0, MOST_FOUND),
  };
};
