import type { FeatureRequestedData, SpecAnsweredData } from '@troupe/contracts';

/** What is kept of a feature: its latest text, and what people answered about it. */
export interface KeptFeature {
  readonly workspace: string;
  readonly title: string;
  /** In Gherkin; null while there is only prose. */
  readonly feature: string | null;
  /** Answers by the id of their question. */
  readonly answers: Readonly<Record<string, string>>;
  /** From 1; each answer makes the next. */
  readonly revision: number;
}

/** The feature as it was asked for. */
export const asRequested = ({ workspace, title, feature }: FeatureRequestedData): KeptFeature => ({
  workspace,
  title,
  feature,
  answers: {},
  revision: 1,
});

/**
 * The feature with what a person answered. A rewritten feature takes the place of the old one and forgets the answers
 * about it; other answers are added to those before.
 */
export const asAnswered = (kept: KeptFeature, { feature, answers }: SpecAnsweredData): KeptFeature => {
  const given = Object.fromEntries(answers.map(({ question, answer }) => [question, answer]));
  return {
    ...kept,
    feature: feature ?? kept.feature,
    answers: feature === null ? { ...kept.answers, ...given } : given,
    revision: kept.revision + 1,
  };
};
