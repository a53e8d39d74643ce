import type { ReviewFailure } from '@troupe/contracts';
import { oneLine } from '../code/one-line.ts';
import type { Review, ReviewedAttempt } from './assignment.ts';

const LONGEST = 300;
const MOST_NAMED = 3;

const failureText = ({ example, cause }: ReviewFailure): string => oneLine(`${example}: ${cause}`, LONGEST);

const reviewText = ({ failures, cause }: Review): string => {
  const named = failures.slice(0, MOST_NAMED).map(failureText);
  const more = failures.length > MOST_NAMED ? [`${failures.length - MOST_NAMED} more`] : [];
  return [...(cause === null ? [] : [oneLine(cause, LONGEST)]), ...named, ...more].join('; ');
};

/** What was tried so far, a line for each attempt: how it was made, and what the review found. */
export const triedSoFar = (past: readonly ReviewedAttempt[]): readonly string[] =>
  past.map(({ attempt, how, review }) => `attempt ${attempt}: ${how}. The review found ${reviewText(review)}`);
