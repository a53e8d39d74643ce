import {
  CodeCommitted,
  PrReviewed,
  SpecRejected,
  SpecValidated,
  type CodeMergedData,
  type EventDefinition,
  type FeatureRequestedData,
  type PrReviewedData,
} from '@troupe/contracts';
import { heardOf, type SagaView } from '@troupe/saga';
import { countsIn, triedIn } from './feature-history.ts';
import { reasonsOf, type GivenUp } from './feature-reasons.ts';

/** A row of main.features, as JSON: what became of a feature, and when it got how far. */
export interface FeatureRow extends Readonly<Record<string, unknown>> {
  /** The conversation. */
  readonly id: string;
  readonly workspace: string;
  readonly title: string;
  readonly requested_by: string | null;
  readonly outcome: 'delivered' | 'abandoned';
  readonly branch: string | null;
  /** The commit that was approved. */
  readonly reviewed: string | null;
  /** What main pointed to with it. */
  readonly merged: string | null;
  readonly attempts: number;
  /** How often a review asked for changes. */
  readonly rounds: number;
  /** How often people were asked about the spec. */
  readonly rejections: number;
  readonly reasons: readonly string[];
  readonly tried: readonly string[];
  readonly missing: readonly string[];
  readonly requested_at: string;
  readonly specified_at: string | null;
  /** When the first attempt was committed. */
  readonly committed_at: string | null;
  readonly approved_at: string | null;
  readonly resolved_at: string;
}

interface FeatureView extends Omit<SagaView, 'failure' | 'refusals'>, GivenUp {
  readonly start: FeatureRequestedData;
  readonly steps: Readonly<Record<string, unknown>> & {
    readonly review?: PrReviewedData | undefined;
    readonly merge?: CodeMergedData | undefined;
  };
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** When the log took the first event of a type that is meant; null when it took none. */
const firstAt = <Data>(
  { heard }: Pick<SagaView, 'heard'>,
  { type }: EventDefinition<string, Data>,
  isMeant: (data: Data) => boolean = () => true,
): string | null => {
  // An event of a type carries the data of that type.
  const first = heard.find((event) => event.type === type && isMeant(event.data as Data));
  return first === undefined ? null : isoOf(first.appendedMs);
};

/** A feature as the main database keeps it. It is packaged only once there is an outcome. */
export const featureRow = (view: FeatureView): FeatureRow => {
  const { conversationId, start, steps, requestedMs, resolvedMs = requestedMs } = view;
  const isDelivered = view.outcome === 'completed';
  return {
    id: conversationId,
    workspace: start.workspace,
    title: start.title,
    requested_by: start.requestedBy,
    outcome: isDelivered ? 'delivered' : 'abandoned',
    branch: steps.review?.branch ?? null,
    reviewed: steps.review?.commit ?? null,
    merged: steps.merge?.commit ?? null,
    ...countsIn(view),
    rejections: heardOf(view, SpecRejected).length,
    reasons: isDelivered ? [] : reasonsOf(view),
    tried: triedIn(view),
    missing: isDelivered ? [] : view.missing,
    requested_at: isoOf(requestedMs),
    specified_at: firstAt(view, SpecValidated),
    committed_at: firstAt(view, CodeCommitted),
    approved_at: firstAt(view, PrReviewed, ({ verdict }) => verdict === 'APPROVED'),
    resolved_at: isoOf(resolvedMs),
  };
};
