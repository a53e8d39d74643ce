/** The terms of a document, each with how often it counts there. */
export type TermCounts = ReadonlyMap<string, number>;

/** A document that has terms which were looked for. */
export interface Ranked {
  /** Its place among the documents. */
  readonly index: number;
  /** Comparable within one search only. Above 0. */
  readonly score: number;
  /** Those of the terms that it has. */
  readonly terms: readonly string[];
}

/** How fast the second occurrence of a term counts less than the first, and how much the length of a document matters. */
const K1 = 1.2;
const B = 0.75;

interface Posting {
  readonly index: number;
  readonly count: number;
}

const postingsOf = (documents: readonly TermCounts[]): ReadonlyMap<string, readonly Posting[]> => {
  const postings = new Map<string, Posting[]>();
  for (const [index, counts] of documents.entries())
    for (const [term, count] of counts) {
      const those = postings.get(term);
      if (those === undefined) postings.set(term, [{ index, count }]);
      else those.push({ index, count });
    }
  return postings;
};

const lengthOf = (counts: TermCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);

/** What a term tells that so many documents have: never below 0, however common it is. */
const idf = (total: number, having: number): number => Math.log(1 + (total - having + 0.5) / (having + 0.5));

const bestFirst = (one: Ranked, other: Ranked): number => other.score - one.score || one.index - other.index;

/**
 * Ranks documents by the terms that are looked for: Okapi BM25, the sum over the terms of
 * `idf × count × (k1 + 1) / (count + k1 × (1 − b + b × length / mean length))` with k1 = 1.2 and b = 0.75 (Robertson and
 * Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009), and
 * `idf = ln(1 + (N − n + ½) / (n + ½))`, which is above 0 also where most documents have the term.
 */
export const createBm25 = (documents: readonly TermCounts[]): ((wanted: Iterable<string>) => readonly Ranked[]) => {
  const postings = postingsOf(documents);
  const lengths = documents.map(lengthOf);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  const scoreOf = ({ index, count }: Posting, having: number): number => {
    const damping = K1 * (1 - B + (B * (lengths[index] ?? 0)) / mean);
    return (idf(documents.length, having) * count * (K1 + 1)) / (count + damping);
  };
  return (wanted) => {
    const ranked = new Map<number, Ranked>();
    for (const term of new Set(wanted)) {
      const found = postings.get(term) ?? [];
      for (const posting of found) {
        const { score, terms } = ranked.get(posting.index) ?? { score: 0, terms: [] };
        const more = scoreOf(posting, found.length);
        ranked.set(posting.index, { index: posting.index, score: score + more, terms: [...terms, term] });
      }
    }
    return [...ranked.values()].toSorted(bestFirst);
  };
};
