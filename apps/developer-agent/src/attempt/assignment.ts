import { deriveId, type EventOf, type PrReviewed, type PrReviewedData, type SpecValidated } from '@troupe/contracts';
import { specOf, type FeatureSpec } from '@troupe/feature-spec';

/** Why a review sends an attempt back. */
export type Review = Pick<PrReviewedData, 'failures' | 'cause'>;

/** An attempt that was committed. */
export interface CommittedAttempt {
  /** From 1. */
  readonly attempt: number;
  /** The commit of main that the branch stands on. */
  readonly base: string;
  readonly commit: string;
  /** How the code came to be, for people. */
  readonly how: string;
  /** Null until a review asks for changes. */
  readonly review: Review | null;
}

/** An attempt that was sent back. */
export type ReviewedAttempt = CommittedAttempt & { readonly review: Review };

/** What the developer knows of a conversation. */
export interface Remembered {
  readonly spec: FeatureSpec;
  /** In their order. */
  readonly attempts: readonly CommittedAttempt[];
}

/** What the developer is to do about a feature now. */
export interface Assignment {
  readonly conversationId: string;
  readonly spec: FeatureSpec;
  /** From 1. */
  readonly attempt: number;
  /** What was committed and sent back so far, in order. */
  readonly past: readonly ReviewedAttempt[];
  /** The event that asks for it: its id is the key of all effects, and its time that of the commit. */
  readonly cause: { readonly id: string; readonly timeMs: number };
}

const isReviewed = (attempt: CommittedAttempt): attempt is ReviewedAttempt => attempt.review !== null;

/** The first attempt at a feature. @throws TroupeError SPEC_INVALID */
export const firstAssignment = ({ data, envelope }: EventOf<typeof SpecValidated>): Assignment => {
  const { conversationId, id, timeMs } = envelope;
  return { conversationId, spec: specOf(data), attempt: 1, past: [], cause: { id, timeMs } };
};

/** The attempt after one that was sent back; undefined when the review is not about the last one. */
export const nextAssignment = (
  { spec, attempts }: Remembered,
  { data, envelope }: EventOf<typeof PrReviewed>,
): Assignment | undefined => {
  const last = attempts.at(-1);
  if (last?.attempt !== data.attempt || last.commit !== data.commit) return undefined;
  const { conversationId, id, timeMs } = envelope;
  const review = { failures: data.failures, cause: data.cause };
  const past = [...attempts.slice(0, -1), { ...last, review }].filter(isReviewed);
  return { conversationId, spec, attempt: last.attempt + 1, past, cause: { id, timeMs } };
};

const SAFE = /^[a-zA-Z0-9-]{1,100}$/;

/** The branch of a feature: it says what, and in which conversation. */
export const branchOf = ({ conversationId, spec }: Pick<Assignment, 'conversationId' | 'spec'>): string =>
  `feature/${spec.moduleName}-${SAFE.test(conversationId) ? conversationId : deriveId('branch', conversationId)}`;
