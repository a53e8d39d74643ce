import {
  BudgetExhausted,
  CodeAbandoned,
  CodeCommitted,
  CodeMerged,
  FeatureRequested,
  MergeRefused,
  PrReviewed,
  ReviewUnavailable,
  SpecAnswered,
  SpecRejected,
  SpecValidated,
  type Draft,
} from '@troupe/contracts';

const workspace = 'shop';
const branch = 'feature/sales-tax';
const decidedBy = 'offline-spec@1';

/** The id of the commit of an attempt. */
export const commitOf = (attempt: number): string => String(attempt).repeat(40);

export const requested = FeatureRequested({ workspace, title: 'Sales tax', feature: 'Feature: Sales tax' });
export const rejected = SpecRejected({
  questions: [
    {
      id: 'q-1',
      rule: 'examples-contradict',
      question: 'Is the tax on 100 20 or 25?',
      scenario: 'a book',
      line: 3,
      choices: ['20', '25'],
    },
  ],
  decidedBy,
});
export const answered = SpecAnswered({ answers: [{ question: 'q-1', answer: '20' }], answeredBy: 'ada' });
export const validated = SpecValidated({
  workspace,
  title: 'Sales tax',
  moduleName: 'sales-tax',
  functionName: 'salesTax',
  parameters: [{ name: 'amount', type: 'number' }],
  returns: 'number',
  examples: [{ name: 'a book', arguments: ['100'], expected: '20', heldOut: false }],
  criteria: ['a book'],
  confidence: 0.9,
  revision: 1,
  decidedBy,
});
export const committed = (attempt: number): Draft =>
  CodeCommitted({
    workspace,
    repository: '/workspaces/shop.git',
    branch,
    commit: commitOf(attempt),
    base: commitOf(0),
    files: ['src/sales-tax.js'],
    attempt,
    how: `${attempt}0 programs were looked at`,
    decidedBy,
  });
export const approved = (attempt: number): Draft =>
  PrReviewed({
    commit: commitOf(attempt),
    branch,
    attempt,
    verdict: 'APPROVED',
    examples: 9,
    failures: [],
    decidedBy,
  });
export const changesRequested = (attempt: number): Draft =>
  PrReviewed({
    commit: commitOf(attempt),
    branch,
    attempt,
    verdict: 'CHANGES_REQUESTED',
    examples: 9,
    failures: [{ example: 'a car', arguments: ['9'], expected: '3', actual: '2', cause: '2 came instead of 3' }],
    decidedBy,
  });
export const unavailable = ReviewUnavailable({
  commit: commitOf(1),
  missing: [{ limit: 'cgroup-memory', found: 'no cgroup can be written to' }],
  decidedBy: 'sandbox@1',
});
export const merged = CodeMerged({ workspace, branch, commit: commitOf(9), reviewed: commitOf(2) });
export const mergeRefused = MergeRefused({
  workspace,
  branch,
  commit: commitOf(2),
  files: ['src/sales-tax.js'],
  reason: 'main has changed src/sales-tax.js as well',
});
export const abandoned = (attempt: number): Draft =>
  CodeAbandoned({
    workspace,
    reason: 'no program of size 9 does it',
    tried: ['9,000 programs in 5 s', 'a larger size'],
    attempt,
    decidedBy,
  });
export const exhausted = BudgetExhausted({ resource: 'tokens', limit: 1_000, spent: 1_200, agent: 'developer-agent' });
