import type { Metrics } from '@troupe/observability';
import type { Advance } from './advance.ts';

/** What is counted of instances. */
export type SagaMeasures = Pick<
  Metrics,
  'sagaEarlyFacts' | 'sagaLateCompletions' | 'sagaInstructions' | 'sagaResolutionSeconds'
>;

const RESOLUTIONS: ReadonlySet<string> = new Set(['completed', 'rejected']);

const countEarly = ({ row: { saga }, early }: Advance, { sagaEarlyFacts }: SagaMeasures): void => {
  sagaEarlyFacts.inc({ saga, fate: 'kept' }, early.kept);
  sagaEarlyFacts.inc({ saga, fate: 'begun' }, early.begun);
  sagaEarlyFacts.inc({ saga, fate: 'refused' }, early.refused.length);
  sagaEarlyFacts.inc({ saga, fate: 'orphaned' }, early.orphaned);
};

const countDecisions = ({ row: { saga }, listing, decisions }: Advance, metrics: SagaMeasures): void => {
  for (const { fact, late, judged } of decisions) {
    const { decision: outcome, decidedMs } = fact;
    // The clock of the broker may be ahead.
    const tookMs = Math.max(0, decidedMs - (listing.startedMs ?? decidedMs));
    if (RESOLUTIONS.has(outcome)) metrics.sagaResolutionSeconds.observe({ saga, outcome }, tookMs / 1_000);
    if (late !== undefined) metrics.sagaLateCompletions.inc({ saga, policy: late.policy });
    const judgement = fact.refused === undefined ? 'applied' : 'refused';
    if (judged !== undefined) metrics.sagaInstructions.inc({ saga, action: judged, outcome: judgement });
  }
};

/** Counts what was committed. */
export const countAdvances = (advances: Iterable<Advance>, metrics: SagaMeasures | undefined): void => {
  if (metrics === undefined) return;
  for (const each of advances) {
    countEarly(each, metrics);
    countDecisions(each, metrics);
  }
};
