export { deadlines } from './deadlines.ts';
export { decide, type Conclusion, type SagaDecision } from './decide.ts';
export { defineSaga } from './define-saga.ts';
export { drawSaga } from './draw-saga.ts';
export type { EarlyLimits, EarlyOptions } from './early.ts';
export {
  byLogOrder,
  WHOLE,
  type DecisionFact,
  type DecisionName,
  type EventFact,
  type Resolution,
  type SagaFact,
  type StepDecision,
  type TimerFact,
} from './fact.ts';
export { concernsHeld, type HeldBy, type Hold, type IfHeld } from './held.ts';
export { fold, type Instance, type SagaState } from './fold.ts';
export { instructionDecision, type Instruction, type InstructionDecision } from './instructions.ts';
export { listingOf, openSteps, type Listing } from './listing.ts';
export { checkParticipant, startIn, withParticipants, type AddedStep, type ParticipantRow } from './participants.ts';
export type {
  Ask,
  Asks,
  FanOut,
  Join,
  JoinVerdict,
  LatePolicy,
  Overdue,
  PackagedResult,
  PackagedRow,
  SagaDefinition,
  StepDefinition,
  WithoutAnswer,
} from './saga-definition.ts';
export type { StoredFact, SagaMigration } from './saga-migration.ts';
export type { OverdueOptions, SagaOptions, StepOptions } from './saga-options.ts';
export type { HeardEvent, HeldStep, LateCompletion, Refusal, SagaOpening, SagaOutcome, SagaView } from './saga-view.ts';
export {
  conditionText,
  meets,
  readCondition,
  type Comparable,
  type Comparison,
  type StartCondition,
} from './start-condition.ts';
export { outcome, SAGA_STATUSES, standing, status, type SagaStatus, type Standing } from './status.ts';
export { isUnanswered, type StepState, type Verdict } from './step-state.ts';
export type { ClosedViewOf, CompletedViewOf, ViewOf } from './typed-view.ts';
export { heardOf, packageResult, viewOf } from './view.ts';
