import {
  BudgetExhausted,
  CodeAbandoned,
  CodeCommitted,
  CodeMerged,
  FeatureAbandoned,
  FeatureApproved,
  FeatureDelivered,
  FeatureRequested,
  MergeRefused,
  PrReviewed,
  ReviewUnavailable,
  SpecAnswered,
  SpecRejected,
  SpecValidated,
  TroupeError,
  type Duration,
  type PrReviewedData,
} from '@troupe/contracts';
import { defineSaga, type SagaDefinition } from '@troupe/saga';
import { featureRow } from './feature-row.ts';
import { reasonsOf } from './feature-reasons.ts';
import { triedIn } from './feature-history.ts';
import type { SagasOf } from './sagas-of.ts';

/** What the delivery saga leaves to its operator. */
export interface DeliverySagaOptions {
  /** How long after the request there may be no spec yet: people are asked about it meanwhile. */
  readonly specWithin: Duration;
  /** How long each of code, approval (with every round of changes) and merge may take. */
  readonly workWithin: Duration;
  /** How long the whole may take. */
  readonly within: Duration;
}

/** The merge comes after the review: it begins when that is complete. @throws TroupeError TERMINAL otherwise */
const approvalIn = (review: PrReviewedData | undefined): PrReviewedData => {
  if (review !== undefined) return review;
  throw new TroupeError('TERMINAL', 'A merge is asked for before its review: see the steps of the delivery saga');
};

/**
 * A feature is delivered when its spec is valid, code for it is approved, and that code is on main. Nobody is told to do
 * any of it but to merge: the approved commit is what the saga adds. Reviews that ask for changes lead to other attempts,
 * by subscription; the saga waits for one that approves. It is given up when the developer gives up, when the conversation
 * has used up its budget, when main has gone another way, or when time is up.
 */
export const deliverySaga = ({ specWithin, workWithin, within }: DeliverySagaOptions): SagaDefinition =>
  defineSaga({
    name: 'delivery',
    startedBy: FeatureRequested,
    businessKey: ({ workspace, title }) => `${workspace}: ${title}`,
    failedBy: [CodeAbandoned, BudgetExhausted],
    hears: [SpecRejected, SpecAnswered, ReviewUnavailable],
    within,
    steps: {
      spec: {
        completedBy: SpecValidated,
        within: specWithin,
        holdsNothing: 'A spec is words about the feature, and stands beside every other',
        heldBy: 'pm-agent',
      },
      code: {
        after: 'spec',
        completedBy: CodeCommitted,
        within: workWithin,
        holdsNothing: 'Commits stay on a branch of their own, which is merged upon approval alone',
        heldBy: { agent: 'developer-agent', of: SpecValidated },
      },
      review: {
        after: 'code',
        completedBy: PrReviewed,
        within: workWithin,
        holdsNothing: 'A verdict about a commit',
        heldBy: 'qa-agent',
      },
      merge: {
        after: 'review',
        completedBy: CodeMerged,
        failedBy: [MergeRefused],
        within: workWithin,
        late: 'reopen',
        heldBy: { agent: 'developer-agent', of: FeatureApproved },
      },
    },
    ignores: { review: ({ verdict }) => verdict !== 'APPROVED' },
    asks: {
      merge: {
        begin: ({ start: { workspace }, steps: { review } }) => {
          const { branch, commit, attempt } = approvalIn(review);
          return FeatureApproved({ workspace, branch, commit, attempt });
        },
      },
    },
    publishes: [FeatureApproved, FeatureDelivered, FeatureAbandoned],
    onCompleted: ({ start: { workspace }, steps: { review, merge } }) =>
      FeatureDelivered({ workspace, commit: merge.commit, reviewed: review.commit, attempt: review.attempt }),
    onRejected: (view) => FeatureAbandoned({ reasons: reasonsOf(view), tried: triedIn(view), missing: view.missing }),
    packaged: { table: 'features', row: featureRow },
  });

/** Its versions. */
export const deliverySagas: SagasOf = ({ FEATURE_SPEC_WITHIN, FEATURE_WORK_WITHIN, FEATURE_WITHIN }) => [
  deliverySaga({ specWithin: FEATURE_SPEC_WITHIN, workWithin: FEATURE_WORK_WITHIN, within: FEATURE_WITHIN }),
];
