export { deadlines } from './deadlines.ts';
export { decide, type Conclusion, type SagaDecision } from './decide.ts';
export { defineSaga, type SagaOptions, type StepOptions } from './define-saga.ts';
export type { EarlyLimits, EarlyOptions } from './early.ts';
export {
  byLogOrder,
  type DecisionFact,
  type DecisionName,
  type EventFact,
  type SagaFact,
  type TimerFact,
} from './fact.ts';
export { fold, type Instance, type SagaState, type StepState, type Verdict } from './fold.ts';
export { listingOf, openSteps, type Listing } from './listing.ts';
export type { PackagedResult, PackagedRow, SagaDefinition, StepDefinition } from './saga-definition.ts';
export type { StoredFact, SagaMigration } from './saga-migration.ts';
export type { ClosedViewOf, CompletedViewOf, Refusal, SagaOutcome, SagaView, ViewOf } from './saga-view.ts';
export { outcome, SAGA_STATUSES, status, type SagaStatus } from './status.ts';
export { packageResult, viewOf } from './view.ts';
