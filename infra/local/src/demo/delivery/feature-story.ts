import { parseJsonData, PrReviewed, SpecValidated, type SpecValidatedData } from '@troupe/contracts';
import type { TimelineEvent } from '../gateway-client.ts';
import type { ExampleFeature } from './features-folder.ts';

/** What became of one feature so far, as its conversation tells it. */
export interface FeatureStory {
  readonly feature: ExampleFeature;
  readonly conversationId: string;
  readonly events: readonly TimelineEvent[];
}

/** Where a feature is. */
export type FeatureStage = 'spec' | 'person' | 'code' | 'review' | 'merge' | 'done';

/** How a feature came out; `waiting` is for a person who does not answer, `unreviewed` for a sandbox that there is not. */
export type FeatureOutcome = 'delivered' | 'abandoned' | 'waiting' | 'unreviewed' | 'open';

/** In the order of the log; topics have no order among each other. */
const inOrder = (events: readonly TimelineEvent[]): readonly TimelineEvent[] =>
  events.toSorted((one, other) => one.appendedAt.localeCompare(other.appendedAt) || one.position - other.position);

const isApproval = ({ type, data }: TimelineEvent): boolean =>
  type === PrReviewed.type && parseJsonData(PrReviewed, data).data?.verdict === 'APPROVED';

const AFTER: Readonly<Record<string, FeatureStage>> = {
  'feature.requested': 'spec',
  'spec.answered': 'spec',
  'spec.rejected': 'person',
  'spec.validated': 'code',
  'code.committed': 'review',
  'review.unavailable': 'review',
  'review.requested': 'review',
  'pr.reviewed': 'code',
  'feature.approved': 'merge',
  'code.merged': 'merge',
  'merge.refused': 'merge',
};

const ENDS: ReadonlySet<string> = new Set(['feature.delivered', 'feature.abandoned']);

/** Where it is, by the last of its events. */
export const stageOf = ({ events }: Pick<FeatureStory, 'events'>): FeatureStage => {
  if (events.some(({ type }) => ENDS.has(type))) return 'done';
  const last = inOrder(events).findLast(({ type }) => type in AFTER);
  if (last === undefined) return 'spec';
  return isApproval(last) ? 'merge' : (AFTER[last.type] ?? 'spec');
};

const has = (events: readonly TimelineEvent[], type: string): boolean => events.some((event) => event.type === type);

/** How it came out, as far as that is known. The last word counts: a late merge delivers what was given up. */
export const outcomeOf = ({ events }: Pick<FeatureStory, 'events'>): FeatureOutcome => {
  if (has(events, 'feature.delivered')) return 'delivered';
  if (has(events, 'feature.abandoned')) return 'abandoned';
  const stage = stageOf({ events });
  if (stage === 'person') return 'waiting';
  return stage === 'review' && has(events, 'review.unavailable') ? 'unreviewed' : 'open';
};

const count = (events: readonly TimelineEvent[], type: string): number =>
  events.filter((event) => event.type === type).length;

/** Commits that were made for review. */
export const attemptsOf = ({ events }: Pick<FeatureStory, 'events'>): number => count(events, 'code.committed');

/** Reviews that asked for changes. */
export const roundsOf = ({ events }: Pick<FeatureStory, 'events'>): number =>
  events.filter((event) => event.type === PrReviewed.type && !isApproval(event)).length;

/** How often people were asked about it. */
export const rejectionsOf = ({ events }: Pick<FeatureStory, 'events'>): number => count(events, 'spec.rejected');

/** The spec that it was built by; undefined when none was validated. */
export const specDataOf = ({ events }: Pick<FeatureStory, 'events'>): SpecValidatedData | undefined =>
  parseJsonData(SpecValidated, inOrder(events).findLast(({ type }) => type === SpecValidated.type)?.data).data;

/** What was measured of a part of the way. */
export interface StageTime {
  readonly stage: Exclude<FeatureStage, 'person' | 'done'> | 'all';
  readonly ms: number;
}

/** A stage lasts from the last event that begins it to the one that ends it. */
const STAGES: readonly {
  readonly stage: StageTime['stage'];
  readonly begins: (event: TimelineEvent) => boolean;
  readonly ends: readonly string[];
}[] = [
  { stage: 'spec', begins: ({ type }) => /^(feature\.requested|spec\.answered)$/.test(type), ends: ['spec.validated', 'spec.rejected'] }, // prettier-ignore
  { stage: 'code', begins: (event) => event.type === 'spec.validated' || (event.type === 'pr.reviewed' && !isApproval(event)), ends: ['code.committed', 'code.abandoned'] }, // prettier-ignore
  { stage: 'review', begins: ({ type }) => type === 'code.committed', ends: ['pr.reviewed', 'review.unavailable'] },
  { stage: 'merge', begins: isApproval, ends: ['code.merged', 'merge.refused'] },
  {
    stage: 'all',
    begins: ({ type }) => type === 'feature.requested',
    ends: ['feature.delivered', 'feature.abandoned'],
  },
];

/** How long each part took, by when the log took its events. A part that was gone through twice is there twice. */
export const stageTimesOf = ({ events }: Pick<FeatureStory, 'events'>): readonly StageTime[] => {
  const ordered = inOrder(events);
  return STAGES.flatMap(({ stage, begins, ends }) =>
    ordered.flatMap((event, at) => {
      const begun = ends.includes(event.type) ? ordered.slice(0, at).findLast(begins) : undefined;
      return begun === undefined ? [] : [{ stage, ms: Date.parse(event.appendedAt) - Date.parse(begun.appendedAt) }];
    }),
  );
};
