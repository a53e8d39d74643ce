import type { SpecQuestion } from '@troupe/contracts';
import { question } from './question.ts';
import type { Scenario } from '../gherkin/scenario.ts';

/** The largest feature that is read. */
export const BOUNDS = {
  /** Of the feature, in UTF-8. */
  bytes: 65_536,
  scenarios: 100,
  /** Of all Examples tables together. */
  rows: 500,
  /** Of one scenario, with its backgrounds. */
  steps: 50,
  /** Characters of one step. */
  stepLength: 1_000,
  /** Ways to word the steps of one kind, beside those that all scenarios have. */
  wordings: 60,
  /** Arguments of the function. */
  parameters: 8,
  /** More questions than this are not asked at once. */
  questions: 50,
} as const;

const tooLarge = (what: string, found: number, limit: number): readonly SpecQuestion[] =>
  found <= limit
    ? []
    : [
        question('too-large', {
          ask: `The feature has ${found} ${what}, and ${limit} are read at most. Write several features.`,
          subject: what,
        }),
      ];

/** Asks for a smaller text. */
export const checkBytes = (feature: string): readonly SpecQuestion[] =>
  tooLarge('bytes', Buffer.byteLength(feature), BOUNDS.bytes);

const longestStep = (scenarios: readonly Scenario[]): number =>
  Math.max(0, ...scenarios.flatMap(({ steps }) => steps.map(({ text }) => text.length)));

/** Asks for fewer scenarios, rows or steps. */
export const checkSizes = (scenarios: readonly Scenario[]): readonly SpecQuestion[] => [
  ...tooLarge('scenarios', scenarios.length, BOUNDS.scenarios),
  ...tooLarge(
    'rows of examples',
    scenarios.reduce((sum, { rows = [] }) => sum + rows.length, 0),
    BOUNDS.rows,
  ),
  ...tooLarge('steps in one scenario', Math.max(0, ...scenarios.map(({ steps }) => steps.length)), BOUNDS.steps),
  ...tooLarge('characters in one step', longestStep(scenarios), BOUNDS.stepLength),
];

/** Asks for steps that are worded alike. */
export const checkWordings = (count: number): readonly SpecQuestion[] =>
  tooLarge('different wordings of steps', count, BOUNDS.wordings);

/** Asks for a function that takes less. */
export const checkParameters = (count: number): readonly SpecQuestion[] =>
  tooLarge('values as input', count, BOUNDS.parameters);
