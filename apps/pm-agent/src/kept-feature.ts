import type { FeatureRequestedData, SpecAnsweredData, SpecQuestion } from '@troupe/contracts';
import type { WrittenFeature } from './prose/feature-writer.ts';

/** What is kept of a feature: its latest text, and what people answered about it. */
export interface KeptFeature {
  readonly workspace: string;
  readonly title: string;
  /** The wish in free words; null where it was told in Gherkin from the beginning. */
  readonly prose: string | null;
  /** In Gherkin; null while there is only prose. */
  readonly feature: string | null;
  /** Which model wrote the feature, with which prompt; null where a person did. */
  readonly writtenBy: string | null;
  /** Every question that was asked, by its id. */
  readonly asked: Readonly<Record<string, string>>;
  /** Answers by the id of their question. */
  readonly answers: Readonly<Record<string, string>>;
  /** From 1; each answer makes the next. */
  readonly revision: number;
}

/** The feature as it was asked for. */
export const asRequested = ({ workspace, title, feature, prose }: FeatureRequestedData): KeptFeature => ({
  workspace,
  title,
  prose,
  feature,
  writtenBy: null,
  asked: {},
  answers: {},
  revision: 1,
});

/**
 * The feature with what a person answered. A rewritten feature takes the place of the old one and forgets the answers
 * about it; other answers are added to those before, but for those to what was never asked.
 */
export const asAnswered = (kept: KeptFeature, { feature, answers }: SpecAnsweredData): KeptFeature => {
  const isAsked = (id: string): boolean => feature !== null || Object.hasOwn(kept.asked, id);
  const meant = answers.filter(({ question }) => isAsked(question));
  const given = Object.fromEntries(meant.map(({ question, answer }) => [question, answer]));
  return {
    ...kept,
    feature: feature ?? kept.feature,
    writtenBy: feature === null ? kept.writtenBy : null,
    answers: feature === null ? { ...kept.answers, ...given } : given,
    revision: kept.revision + 1,
  };
};

/** The feature with what a model made of its prose; where it made none there is none. */
export const asWritten = (kept: KeptFeature, written: WrittenFeature): KeptFeature =>
  written.kind === 'written'
    ? { ...kept, feature: written.feature, writtenBy: written.by }
    : { ...kept, feature: null, writtenBy: null };

/** The feature with what a person is asked about it. */
export const asAsked = (kept: KeptFeature, questions: readonly SpecQuestion[]): KeptFeature => ({
  ...kept,
  asked: { ...kept.asked, ...Object.fromEntries(questions.map(({ id, question }) => [id, question])) },
});
