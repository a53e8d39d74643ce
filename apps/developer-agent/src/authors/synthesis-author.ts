import { inWorker } from '@troupe/agent-sdk';
import type { CodeAuthor, CodingTask, Written } from './code-author.ts';
import type { SearchRequest, SearchResult, work } from './synthesis.worker.ts';

/** What the first attempt may use; each further one may use twice as much, because more has to fit. */
export interface SearchBudget {
  /** How many expressions are tried at most. Default 3,000,000. */
  readonly expressions?: number;
  /** How long they are tried, in milliseconds. Default 10,000. */
  readonly ms?: number;
}

const WORKER = new URL('./synthesis.worker.ts', import.meta.url);

/** Attempts after this one may use no more than it: half a billion expressions do not end. */
const LAST_DOUBLING = 4;

/**
 * A first look takes this part of the budget at most: what is easy to find does not wait behind what is not. It is as long as
 * most searches that find something, because a second one begins anew.
 */
const FIRST_LOOK = { expressions: 0.15, ms: 0.3 };

const firstLook = ({ expressions, ms }: Required<SearchBudget>): SearchBudget => ({
  expressions: expressions * FIRST_LOOK.expressions,
  ms: ms * FIRST_LOOK.ms,
});

const budgetOf = ({ expressions = 3_000_000, ms = 10_000 }: SearchBudget, attempt: number) => {
  const times = 2 ** (Math.min(attempt, LAST_DOUBLING) - 1);
  return { expressions: expressions * times, ms: ms * times };
};

const requestOf = ({ spec, examples }: CodingTask, budget: SearchBudget): SearchRequest => ({
  signature: spec.signature,
  examples: examples.map(({ arguments: given, expected }) => ({ arguments: given, expected })),
  hints: [spec.title, ...spec.criteria],
  budget,
  description: spec.title,
});

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

const searched = ({ explored, ms }: SearchResult, { examples }: CodingTask): string =>
  `searched from ${counted(examples.length, 'example')}: ${counted(explored, 'expression')} in ${(ms / 1_000).toFixed(1)} s`;

/** Cut, so that nothing is called certain of which others were found. */
const certain = (certainty: number): string =>
  `${(Math.floor(certainty * 1_000) / 10).toFixed(1)} % certain among all that fit`;

const writtenOf = (result: SearchResult, task: CodingTask): Written => {
  const how = searched(result, task);
  if (!result.found) return { kind: 'gave-up', reason: result.reason, tried: [how, ...result.tried] };
  return { kind: 'written', source: result.source, how: `${how}; ${certain(result.certainty)}` };
};

/** Writes code without a model: searches the simplest program that gets every known example right. */
export const synthesisAuthor = (budget: SearchBudget = {}): CodeAuthor => ({
  name: 'offline-synthesis@2',
  write: async (task, { record }) => {
    const whole = budgetOf(budget, task.attempt);
    const search = (step: string, within: SearchBudget): Promise<SearchResult> =>
      record(step, ({ signal }) => inWorker<typeof work>(WORKER, requestOf(task, within), { signal }), {
        askAgain: 'often',
      });
    const first = await search('first-look', firstLook(whole));
    return writtenOf(first.isCut ? await search('search', whole) : first, task);
  },
});
