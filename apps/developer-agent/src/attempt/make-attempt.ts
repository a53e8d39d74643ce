import type { PrepareContext } from '@troupe/agent-sdk';
import type { Workspace } from '@troupe/workspace';
import type { CodeAuthor, CodingTask, PastAttempt } from '../authors/code-author.ts';
import { moduleFiles, modulePath, moduleText, type ModuleOptions } from '../code/module-files.ts';
import { oneLine } from '../code/one-line.ts';
import { branchOf, type Assignment } from './assignment.ts';
import { AGENT } from './identity.ts';
import { knownExamples } from './known-examples.ts';
import { triedSoFar } from './told.ts';

/** What came of an attempt. */
export type AttemptResult =
  | {
      readonly kind: 'committed';
      readonly base: string;
      readonly commit: string;
      /** What differs from the base. */
      readonly files: readonly string[];
      readonly how: string;
    }
  | { readonly kind: 'abandoned'; readonly reason: string; readonly tried: readonly string[] };

/** What an attempt is made with. */
export interface AttemptParts {
  readonly author: CodeAuthor;
  readonly workspace: Workspace;
  readonly context: PrepareContext;
}

const LONGEST_SUBJECT = 72;

/** The attempts as their reviews saw them: the code is read from where it was committed. */
const pastAttempts = ({ past, spec }: Assignment, workspace: Workspace): Promise<readonly PastAttempt[]> =>
  Promise.all(
    past.map(async ({ attempt, commit, review }) => ({
      attempt,
      source: (await workspace.show({ commit, path: modulePath(spec) })) ?? '',
      failures: review.failures,
    })),
  );

const taskOf = async (assignment: Assignment, workspace: Workspace): Promise<CodingTask> => {
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

const messageOf = ({ spec, attempt }: Assignment, how: string): string => {
  const what = attempt === 1 ? 'Add' : 'Mend';
  return `${oneLine(`${what} ${spec.signature.functionName}: ${spec.title}`, LONGEST_SUBJECT)}\n\n${how}`;
};

/** What is committed, and on what. */
interface CommitOptions {
  readonly module: ModuleOptions;
  /** Of main. */
  readonly base: string;
  readonly how: string;
  readonly workspace: Workspace;
}

/** Commits on top of what was committed before: the same commit, whenever this is done. */
const commitAttempt = async (assignment: Assignment, { module, base, how, workspace }: CommitOptions) => {
  const { past, cause } = assignment;
  const commit = await workspace.commitFiles({
    branch: branchOf(assignment),
    base: past.at(-1)?.commit ?? base,
    files: moduleFiles(module),
    author: AGENT,
    message: messageOf(assignment, how),
    key: cause.id,
    atMs: cause.timeMs,
  });
  return { commit, files: await workspace.changedFiles({ from: base, to: commit }) };
};

/**
 * Lets the author write, and commits what it has written. What is new about an attempt is its code: one that comes to
 * code that a review has sent back already is given up, as is one that comes to none. May be done again after a crash:
 * each step is recorded, and the commit made once.
 */
export const makeAttempt = async (assignment: Assignment, parts: AttemptParts): Promise<AttemptResult> => {
  const { author, workspace, context } = parts;
  const task = await taskOf(assignment, workspace);
  const before = triedSoFar(assignment.past);
  const written = await author.write(task, context);
  if (written.kind === 'gave-up')
    return { kind: 'abandoned', reason: written.reason, tried: [...before, ...written.tried] };
  const { source, how } = written;
  const module = { ...task, source, author: author.name, conversationId: assignment.conversationId };
  const same = task.past.find((attempt) => attempt.source === moduleText(module));
  if (same !== undefined) {
    const reason = `nothing new was found: it is the code of attempt ${same.attempt}, which the review has sent back`;
    return { kind: 'abandoned', reason, tried: [...before, how] };
  }
  const base = assignment.past[0]?.base ?? (await context.record('base', () => workspace.main()));
  const options = { module, base, how, workspace };
  return {
    kind: 'committed',
    base,
    how,
    ...(await context.record('commit', () => commitAttempt(assignment, options))),
  };
};
