import {
  defineAgent,
  when,
  type AgentContext,
  type AgentDefinition,
  type Dependency,
  type PrepareContext,
} from '@troupe/agent-sdk';
import {
  CodeAbandoned,
  CodeCommitted,
  CodeMerged,
  FeatureApproved,
  MergeRefused,
  PrReviewed,
  SpecValidated,
} from '@troupe/contracts';
import type { Workspaces } from '@troupe/workspace';
import { concludeAttempt, type Attempted } from './attempt-events.ts';
import { firstAssignment, nextAssignment, type Assignment } from './attempt/assignment.ts';
import { makeAttempt } from './attempt/make-attempt.ts';
import type { CodeAuthor } from './authors/code-author.ts';
import { keepAttempt, keepFeature, keepReview, type Memory } from './memory.ts';
import { concludeMerge, mergeFeature } from './merge-feature.ts';
import type { CodeTester } from './own-tests/code-tester.ts';
import type { DeveloperTables } from './tables.ts';

/** What the developer works with. */
export interface DeveloperOptions {
  /** The repositories, which belong to this agent: nobody else writes to them. */
  readonly workspaces: Workspaces;
  /** Who writes the code. */
  readonly author: CodeAuthor;
  /** Tries what was written before it is committed. */
  readonly tester: CodeTester & Dependency;
  readonly memory: Memory & Dependency;
}

type Context = AgentContext<DeveloperTables>;

const keepCommitted = async ({ tx }: Context, { assignment, result }: Attempted): Promise<void> => {
  if (result.kind !== 'committed') return;
  const { conversationId, attempt } = assignment;
  const { base, commit, how } = result;
  await keepAttempt(tx, { conversationId, attempt, base, commit, how });
};

/**
 * Writes code for a spec and commits it; answers reviews that ask for changes by a next attempt, for as long as one gives
 * something new; and lets main hold what was approved. Git is written before each decision, by recorded steps whose
 * effects carry the id of the event.
 */
export const developerAgent = ({ workspaces, author, tester, memory }: DeveloperOptions): AgentDefinition => {
  const attempt = async (assignment: Assignment, context: PrepareContext): Promise<Attempted> => {
    const workspace = await workspaces.open(assignment.spec.workspace);
    const result = await makeAttempt(assignment, { author, tester, workspace, context });
    return { assignment, result, repository: workspace.url, author: author.name };
  };
  return defineAgent({
    name: 'developer-agent',
    publishes: [CodeCommitted, CodeAbandoned, CodeMerged, MergeRefused],
    dependencies: [memory, tester, ...(author.asks ? [author.asks] : [])],
    on: [
      when(SpecValidated)
        .prepare(async (event, context) => {
          const begun = await memory.recall(event.envelope.conversationId);
          return begun === undefined ? attempt(firstAssignment(event), context) : undefined;
        })
        .then(async ({ data, envelope }, attempted, context: Context) => {
          if (attempted === undefined) return undefined;
          await keepFeature(context.tx, { conversationId: envelope.conversationId, spec: data });
          await keepCommitted(context, attempted);
          return concludeAttempt(attempted);
        }),
      when(PrReviewed)
        .prepare(async (event, context) => {
          if (event.data.verdict !== 'CHANGES_REQUESTED') return undefined;
          const known = await memory.recall(event.envelope.conversationId);
          const assignment = known && nextAssignment(known, event);
          return assignment && attempt(assignment, context);
        })
        .then(async ({ data, envelope }, attempted, context: Context) => {
          if (attempted === undefined) return undefined;
          const { conversationId } = envelope;
          await keepReview(context.tx, { conversationId, attempt: data.attempt, review: data });
          await keepCommitted(context, attempted);
          return concludeAttempt(attempted);
        }),
      when(FeatureApproved)
        .prepare((event, { record }) => record('merge', () => mergeFeature(event, workspaces)))
        .then((event, merge) => concludeMerge(event, merge)),
    ],
  });
};
