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

const budgetOf = ({ expressions = 3_000_000, ms = 10_000 }: SearchBudget, attempt: number) => {
  const times = 2 ** (Math.min(attempt, LAST_DOUBLING) - 1);
  return { expressions: expressions * times, ms: ms * times };
};

const requestOf = ({ spec, examples, attempt }: CodingTask, budget: SearchBudget): SearchRequest => ({
  signature: spec.signature,
  examples: examples.map(({ arguments: given, expected }) => ({ arguments: given, expected })),
  hints: [spec.title, ...spec.criteria],
  budget: budgetOf(budget, attempt),
  description: spec.title,
});

const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;

const searched = ({ explored, ms }: SearchResult, { examples }: CodingTask): string =>
  `searched from ${counted(examples.length, 'example')}: ${counted(explored, 'expression')} in ${(ms / 1_000).toFixed(1)} s`;

const rivalry = (rivals: number, agreement: number): string =>
  rivals === 0
    ? 'no other program as simple fits'
    : `${counted(rivals, 'other program')} as simple fit${rivals === 1 ? 's' : ''} too, and all agree on ${Math.floor(agreement * 100)} % of like arguments`;

const writtenOf = (result: SearchResult, task: CodingTask): Written => {
  const how = searched(result, task);
  if (!result.found) return { kind: 'gave-up', reason: result.reason, tried: [how, ...result.tried] };
  return { kind: 'written', source: result.source, how: `${how}; ${rivalry(result.rivals, result.agreement)}` };
};

/** Writes code without a model: searches the simplest program that gets every known example right. */
export const synthesisAuthor = (budget: SearchBudget = {}): CodeAuthor => ({
  name: 'offline-synthesis@1',
  write: async (task, { record }) => {
    const request = requestOf(task, budget);
    const result = await record('search', ({ signal }) => inWorker<typeof work>(WORKER, request, { signal }));
    return writtenOf(result, task);
  },
});
