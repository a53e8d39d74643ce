/** As long as a hashtag is taken apart, in characters. */
const LONGEST = 60;
const LONGEST_PART = 20;

const byCapitals = (tag: string): readonly string[] =>
  tag.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu)?.map((part) => part.toLowerCase()) ?? [];

const shorter = (one: readonly string[] | undefined, other: readonly string[]): readonly string[] =>
  one === undefined || other.length < one.length ? other : one;

/** The fewest known words that it is made of; undefined when it is not. */
const byWords = (tag: string, isWord: (word: string) => boolean): readonly string[] | undefined => {
  const upTo: (readonly string[] | undefined)[] = [[]];
  for (let end = 1; end <= tag.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_PART); start < end; start += 1) {
      const before = upTo[start];
      const word = tag.slice(start, end);
      if (before !== undefined && isWord(word)) upTo[end] = shorter(upTo[end], [...before, word]);
    }
  }
  return upTo[tag.length];
};

/**
 * The words in a hashtag (without its mark): by its capitals, else the fewest that `isWord` knows. One that is not made of
 * known words stays one word.
 */
export const splitHashtag = (tag: string, isWord: (word: string) => boolean): readonly string[] => {
  if (tag.length > LONGEST) return [tag.toLowerCase()];
  const parts = byCapitals(tag);
  return parts.length > 1 ? parts : (byWords(tag.toLowerCase(), isWord) ?? [tag.toLowerCase()]);
};
