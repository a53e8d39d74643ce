import { lastWord, type Story } from './story.ts';

/** What becomes of a feature: `waiting` is for a person, who is asked questions about it. */
export const FEATURE_STATUSES = ['waiting', 'approved', 'delivered', 'abandoned'] as const;

type FeatureStatus = (typeof FEATURE_STATUSES)[number];

const decided = lastWord<FeatureStatus>([
  ['feature.delivered', 'delivered'],
  ['feature.abandoned', 'abandoned'],
  ['feature.approved', 'approved'],
]);

const count = (types: readonly string[], wanted: string): number => types.filter((type) => type === wanted).length;

/** Each answer is looked at once, and rejected again or not. */
const isWaiting = (types: readonly string[]): boolean =>
  !types.includes('spec.validated') && count(types, 'spec.rejected') > count(types, 'spec.answered');

/** A feature that is approved is resolved when it is on main, or cannot get there. */
export const featureStory: Story<FeatureStatus> = {
  statusOf: (types) => decided(types) ?? (isWaiting(types) ? 'waiting' : undefined),
  resolutions: ['feature.delivered', 'feature.abandoned'],
};
