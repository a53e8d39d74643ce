import type { PrepareContext } from '@troupe/agent-sdk';
import type { Workspace } from '@troupe/workspace';
import type { CodeAuthor, CodingTask, Written } from '../authors/code-author.ts';
import { modulePath, moduleText, type ModuleOptions } from '../code/module-files.ts';
import type { CodeTester } from '../own-tests/code-tester.ts';
import type { Assignment } from './assignment.ts';
import { codingTask } from './coding-task.ts';
import { commitAttempt, type Committed } from './commit-attempt.ts';
import { triedSoFar } from './told.ts';

/** What came of an attempt. */
export type AttemptResult =
  | (Committed & {
      readonly kind: 'committed';
      /** The commit of main that the branch stands on. */
      readonly base: string;
      readonly how: string;
    })
  | { readonly kind: 'abandoned'; readonly reason: string; readonly tried: readonly string[] };

/** What an attempt is made with. */
export interface AttemptParts {
  readonly author: CodeAuthor;
  readonly tester: CodeTester;
  readonly workspace: Workspace;
  readonly context: PrepareContext;
}

type Source = Extract<Written, { kind: 'written' }>;

/** What is new about an attempt is its code: what a review has sent back already is not committed again. */
const seenBefore = (module: ModuleOptions, { past }: CodingTask): string | undefined => {
  const same = past.find(({ source }) => source === moduleText(module));
  return same && `nothing new was found: it is the code of attempt ${same.attempt}, which the review has sent back`;
};

/** Tries what was written, where it can be tried: what fails the examples that its author knew is not committed. */
const tryOut = async (
  written: Source,
  { spec, examples }: CodingTask,
  { tester, context }: AttemptParts,
): Promise<Written> => {
  const code = { signature: spec.signature, path: modulePath(spec), source: written.source, examples };
  const tests = await context.record('own-tests', ({ signal }) => tester.test(code, { signal }), {
    askAgain: 'often',
  });
  switch (tests.kind) {
    case 'passed':
      return { ...written, how: `${written.how}; its own tests pass in the sandbox` };
    case 'untested':
      return { ...written, how: `${written.how}; not tested before the commit: ${tests.why}` };
    case 'failed':
      return {
        kind: 'gave-up',
        reason: 'what was written fails its own tests',
        tried: [written.how, ...tests.failures],
      };
  }
};

/** What an attempt has come to before the commit: something new that passes its own tests, or nothing. */
const write = async (task: CodingTask, conversationId: string, parts: AttemptParts): Promise<Written> => {
  const { author, context } = parts;
  const written = await author.write(task, context);
  if (written.kind === 'gave-up') return written;
  const reason = seenBefore({ ...task, ...written, author: author.name, conversationId }, task);
  return reason === undefined ? tryOut(written, task, parts) : { kind: 'gave-up', reason, tried: [written.how] };
};

/**
 * Lets the author write, tries it, and commits it. One that comes to code that a review has sent back already is given
 * up, as is one that comes to none. May be done again after a crash: each step is recorded, and the commit made once.
 */
export const makeAttempt = async (assignment: Assignment, parts: AttemptParts): Promise<AttemptResult> => {
  const { author, workspace, context } = parts;
  const { conversationId, past } = assignment;
  const task = await codingTask(assignment, workspace);
  const written = await write(task, conversationId, parts);
  if (written.kind === 'gave-up')
    return { kind: 'abandoned', reason: written.reason, tried: [...triedSoFar(past), ...written.tried] };
  const { source, how } = written;
  const module = { ...task, source, author: author.name, conversationId };
  const base = past[0]?.base ?? (await context.record('base', () => workspace.main()));
  const committed = await context.record('commit', () => commitAttempt(assignment, { module, base, how, workspace }));
  return { kind: 'committed', base, how, ...committed };
};
