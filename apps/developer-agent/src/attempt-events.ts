import { CodeAbandoned, CodeCommitted, type DraftOf } from '@troupe/contracts';
import { branchOf, type Assignment } from './attempt/assignment.ts';
import type { AttemptResult } from './attempt/make-attempt.ts';

/** An attempt that was made, and has to be told of. */
export interface Attempted {
  readonly assignment: Assignment;
  readonly result: AttemptResult;
  /** Where the repository can be fetched from. */
  readonly repository: string;
  /** Who wrote. */
  readonly author: string;
}

/** What an attempt is told as. */
export const concludeAttempt = ({
  assignment,
  result,
  repository,
  author,
}: Attempted): DraftOf<typeof CodeCommitted> | DraftOf<typeof CodeAbandoned> => {
  const { attempt, spec } = assignment;
  const common = { workspace: spec.workspace, attempt, decidedBy: author };
  if (result.kind === 'abandoned') return CodeAbandoned({ ...common, reason: result.reason, tried: [...result.tried] });
  const { base, commit, files, how } = result;
  const made = { branch: branchOf(assignment), commit, base, files: [...files], how };
  return CodeCommitted({ ...common, ...made, repository, revision: spec.revision });
};
