import type { Workspace } from '@troupe/workspace';
import type { CodingTask, PastAttempt } from '../authors/code-author.ts';
import { modulePath } from '../code/module-files.ts';
import type { Assignment } from './assignment.ts';
import { knownExamples } from './known-examples.ts';

/** The attempts as their reviews saw them: the code is read from where it was committed. */
const pastAttempts = ({ past, spec }: Assignment, workspace: Workspace): Promise<readonly PastAttempt[]> =>
  Promise.all(
    past.map(async ({ attempt, commit, review }) => ({
      attempt,
      source: (await workspace.show({ commit, path: modulePath(spec) })) ?? '',
      failures: review.failures,
    })),
  );

/** What an author is told of an assignment: everything but the examples that are held out. */
export const codingTask = async (assignment: Assignment, workspace: Workspace): Promise<CodingTask> => {
  const { examples, ...spec } = assignment.spec;
  const { signature } = spec;
  const failures = assignment.past.flatMap(({ review }) => review.failures);
  return {
    spec,
    examples: knownExamples({ signature, examples }, failures),
    attempt: assignment.attempt,
    past: await pastAttempts(assignment, workspace),
  };
};
