import type { TimelineEvent } from '../gateway-client.ts';
import type { FeatureStory } from './feature-story.ts';
import type { ExampleFeature } from './features-folder.ts';

const START = Date.parse('2026-01-01T00:00:00.000Z');
const decidedBy = 'spec@1';

/** A feature of the examples that a spec makes up. */
export const exampleFeature = (name: string, more: Partial<ExampleFeature> = {}): ExampleFeature => ({
  name,
  workspace: 'shop',
  title: name,
  feature: `Feature: ${name}`,
  heldOut: [],
  answer: undefined,
  ...more,
});

/** What an event of a type says, as far as a story looks at it. */
export type Told = readonly [type: string, afterMs: number, data?: object];

/** The events of a conversation in the order of a ledger, which need not be that of the log. */
export const timeline = (...told: readonly Told[]): readonly TimelineEvent[] =>
  told.map(([type, afterMs, data = {}], index) => ({
    position: index + 1,
    id: `e-${index}`,
    type,
    source: 'spec',
    appendedAt: new Date(START + afterMs).toISOString(),
    data,
  }));

/** The story of a feature. */
export const storyOf = (feature: ExampleFeature, ...told: readonly Told[]): FeatureStory => ({
  feature,
  conversationId: `c-${feature.name}`,
  events: timeline(...told),
});

/** What a review says. */
export const review = (attempt: number, verdict: 'APPROVED' | 'CHANGES_REQUESTED'): object => ({
  commit: `${attempt}`.repeat(40),
  branch: 'feature/x',
  attempt,
  verdict,
  examples: 8,
  failures: [],
  decidedBy,
});

/** What a valid spec says. */
export const spec = {
  workspace: 'shop',
  title: 'Sales tax',
  moduleName: 'sales-tax',
  functionName: 'salesTax',
  parameters: [{ name: 'net', type: 'number' }],
  returns: 'number',
  examples: [{ name: 'one', arguments: ['1'], expected: '1.2', heldOut: false }],
  criteria: [],
  confidence: 1,
  revision: 1,
  decidedBy,
};

/** What is asked about a spec. */
export const questions = (...rules: readonly string[]): object => ({
  questions: rules.map((rule) => ({ id: `${rule}-1`, rule, question: 'What?', choices: [] })),
  decidedBy,
});
