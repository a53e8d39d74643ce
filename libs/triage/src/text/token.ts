/** What a stretch of a text is. `plea` is a run of `!` and `?`, `pause` any other punctuation that ends a clause. */
export type TokenKind = 'word' | 'hashtag' | 'mention' | 'link' | 'number' | 'emotion' | 'plea' | 'pause';

/** A stretch of a text that means something. */
export interface Token {
  readonly kind: TokenKind;
  /** As it stands in the text. */
  readonly text: string;
  /** In lower case, with plain apostrophes, without drawn-out letters; of a hashtag the text without its mark. */
  readonly word: string;
  /** Whether somebody shouts: several capitals and nothing else. */
  readonly isShouted: boolean;
  /** Whether letters are drawn out, as in "sooo". */
  readonly isDrawnOut: boolean;
}
