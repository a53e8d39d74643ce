/**
 * What a cue is about. `complaint` judges, `problem` tells what went wrong, `demand` wants it mended, `leaving` ends the
 * relation, `denial` says that something is not there; `praise`, `courtesy` and `enquiry` speak for a contented customer.
 */
export const FAMILIES = [
  'complaint',
  'problem',
  'wait',
  'demand',
  'leaving',
  'denial',
  'reproach',
  'sarcasm',
  'mood',
  'story',
  'praise',
  'courtesy',
  'enquiry',
] as const;

/** See `FAMILIES`. */
export type Family = (typeof FAMILIES)[number];

/** Words and phrases that say the same with the same force. */
export interface WordGroup {
  readonly family: Family;
  /** What one adds to the log-odds that a ticket is negative: 1 makes it 2.7 times as likely, -1 as much less. */
  readonly weight: number;
  /** In lower case, separated by commas. */
  readonly words: string;
}

/** The words of a group, one by one. */
export const wordsOf = ({ words }: WordGroup): readonly string[] =>
  words
    .split(',')
    .map((word) => word.trim().replaceAll(/\s+/g, ' '))
    .filter((word) => word !== '');
