import type { SpecQuestion } from '@troupe/contracts';
import { callText, renderValue, type Signature } from '@troupe/feature-spec';
import { readFeature, type ReadSpec } from './read-feature.ts';

/** A feature of these scenarios, each indented as it comes. */
export const featureOf = (...scenarios: readonly string[]): string => ['Feature: Sales tax', ...scenarios].join('\n');

/** A plain scenario about the tax of a price, with what a spec says of it. */
export const scenario = (name: string, { price = '100', outcome = 'the tax is 20' } = {}): string =>
  `  Scenario: ${name}
    Given a price of ${price}
    When the tax is calculated
    Then ${outcome}`;

/** Two scenarios that say enough. */
export const ENOUGH = [scenario('usual'), scenario('half', { price: '50', outcome: 'the tax is 10' })];

/** Answers by the id of their question. */
export const answersOf = (...answers: readonly (readonly [SpecQuestion, string])[]): ReadonlyMap<string, string> =>
  new Map(answers.map(([{ id }, answer]) => [id, answer]));

/** What a feature says. @throws Error when there are questions about it */
export const specOfText = (feature: string, answers: ReadonlyMap<string, string> = new Map()): ReadSpec => {
  const read = readFeature({ title: '消費税', feature, answers });
  if (read.outcome === 'validated') return read.spec;
  throw new Error(`there are questions: ${read.questions.map(({ question }) => question).join(' ')}`);
};

/** What is asked about a feature. @throws Error when nothing is */
export const questionsAbout = (
  feature: string | null,
  answers: ReadonlyMap<string, string> = new Map(),
): readonly SpecQuestion[] => {
  const read = readFeature({ title: '消費税', feature, answers });
  if (read.outcome === 'rejected') return read.questions;
  throw new Error(`there are no questions: ${signatureText(read.spec.signature)}`);
};

/** A signature as TypeScript would write it, but for its types. */
export const signatureText = ({ functionName, parameters, returns }: Signature): string =>
  `${functionName}(${parameters.map(({ name, type }) => `${name}: ${type}`).join(', ')}): ${returns}`;

/** Every example as a call with its result. */
export const callsOf = ({ signature, examples }: ReadSpec): readonly string[] =>
  examples.map((example) => `${callText(signature, example)} → ${renderValue(example.expected)}`);
