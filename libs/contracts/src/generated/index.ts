// Generated from schemas/. Edit those, then run `npm run generate`.

import type { EventDefinition } from '../event.ts';

import { AgentAnnounced } from './platform/agent.announced.ts';
import { AgentInstructed } from './platform/agent.instructed.ts';
import { AnomalyDetected } from './market/anomaly.detected.ts';
import { BudgetExhausted } from './platform/budget.exhausted.ts';
import { CodeAbandoned } from './delivery/code.abandoned.ts';
import { CodeCommitted } from './delivery/code.committed.ts';
import { CodeMerged } from './delivery/code.merged.ts';
import { EventHeld } from './platform/event.held.ts';
import { FeatureAbandoned } from './delivery/feature.abandoned.ts';
import { FeatureApproved } from './delivery/feature.approved.ts';
import { FeatureDelivered } from './delivery/feature.delivered.ts';
import { FeatureRequested } from './delivery/feature.requested.ts';
import { ItemsReleased } from './commerce/items.released.ts';
import { ItemsReserved } from './commerce/items.reserved.ts';
import { ItemsUnavailable } from './commerce/items.unavailable.ts';
import { MergeRefused } from './delivery/merge.refused.ts';
import { MessageSent } from './support/message.sent.ts';
import { OrderCancelled } from './commerce/order.cancelled.ts';
import { OrderClosed } from './commerce/order.closed.ts';
import { OrderConfirmed } from './commerce/order.confirmed.ts';
import { OrderFlagged } from './commerce/order.flagged.ts';
import { OrderRejected } from './commerce/order.rejected.ts';
import { OrderVerified } from './commerce/order.verified.ts';
import { ParticipantChanged } from './platform/participant.changed.ts';
import { PersonNotified } from './support/person.notified.ts';
import { PrReviewed } from './delivery/pr.reviewed.ts';
import { ReplyDrafted } from './support/reply.drafted.ts';
import { ReportPublished } from './market/report.published.ts';
import { ReportRequested } from './market/report.requested.ts';
import { ReviewRequested } from './delivery/review.requested.ts';
import { ReviewUnavailable } from './delivery/review.unavailable.ts';
import { SagaInstructed } from './platform/saga.instructed.ts';
import { ShipmentBooked } from './commerce/shipment.booked.ts';
import { ShipmentCancelled } from './commerce/shipment.cancelled.ts';
import { ShipmentUnavailable } from './commerce/shipment.unavailable.ts';
import { SignalRefused } from './market/signal.refused.ts';
import { SignalsObserved } from './market/signals.observed.ts';
import { SourceSummarized } from './market/source.summarized.ts';
import { SpecAnswered } from './delivery/spec.answered.ts';
import { SpecRejected } from './delivery/spec.rejected.ts';
import { SpecValidated } from './delivery/spec.validated.ts';
import { SupportCritical } from './support/support.critical.ts';
import { SupportRoutine } from './support/support.routine.ts';
import { TicketClosed } from './support/ticket.closed.ts';
import { TicketOpened } from './support/ticket.opened.ts';
import { TicketReturned } from './support/ticket.returned.ts';
import { TicketTaken } from './support/ticket.taken.ts';
import { TransactionCreated } from './commerce/transaction.created.ts';

export { AgentAnnounced } from './platform/agent.announced.ts';
export type { AgentAnnouncedData, AgentAnnouncedInput, AgentState } from './platform/agent.announced.ts';
export { AgentInstructed } from './platform/agent.instructed.ts';
export type { AgentInstructedData, AgentInstructedInput, InstructedAction } from './platform/agent.instructed.ts';
export { AnomalyDetected } from './market/anomaly.detected.ts';
export type { AnomalyDetectedData, AnomalyDetectedInput, AnomalyDirection, AnomalyShape } from './market/anomaly.detected.ts';
export { BudgetExhausted } from './platform/budget.exhausted.ts';
export type { BudgetExhaustedData, BudgetExhaustedInput, BudgetResource } from './platform/budget.exhausted.ts';
export { CodeAbandoned } from './delivery/code.abandoned.ts';
export type { CodeAbandonedData, CodeAbandonedInput } from './delivery/code.abandoned.ts';
export { CodeCommitted } from './delivery/code.committed.ts';
export type { CodeCommittedData, CodeCommittedInput } from './delivery/code.committed.ts';
export { CodeMerged } from './delivery/code.merged.ts';
export type { CodeMergedData, CodeMergedInput } from './delivery/code.merged.ts';
export { EventHeld } from './platform/event.held.ts';
export type { EventHeldData, EventHeldInput } from './platform/event.held.ts';
export { FeatureAbandoned } from './delivery/feature.abandoned.ts';
export type { FeatureAbandonedData, FeatureAbandonedInput } from './delivery/feature.abandoned.ts';
export { FeatureApproved } from './delivery/feature.approved.ts';
export type { FeatureApprovedData, FeatureApprovedInput } from './delivery/feature.approved.ts';
export { FeatureDelivered } from './delivery/feature.delivered.ts';
export type { FeatureDeliveredData, FeatureDeliveredInput } from './delivery/feature.delivered.ts';
export { FeatureRequested } from './delivery/feature.requested.ts';
export type { FeatureRequestedData, FeatureRequestedInput } from './delivery/feature.requested.ts';
export { ItemsReleased } from './commerce/items.released.ts';
export type { ItemsReleasedData, ItemsReleasedInput, ReleasedLine } from './commerce/items.released.ts';
export { ItemsReserved } from './commerce/items.reserved.ts';
export type { ItemsReservedData, ItemsReservedInput, ReservedLine } from './commerce/items.reserved.ts';
export { ItemsUnavailable } from './commerce/items.unavailable.ts';
export type { ItemsUnavailableData, ItemsUnavailableInput, ShortLine } from './commerce/items.unavailable.ts';
export { MergeRefused } from './delivery/merge.refused.ts';
export type { MergeRefusedData, MergeRefusedInput } from './delivery/merge.refused.ts';
export { MessageSent } from './support/message.sent.ts';
export type { MessageSentData, MessageSentInput, MessageAuthor } from './support/message.sent.ts';
export { OrderCancelled } from './commerce/order.cancelled.ts';
export type { OrderCancelledData, OrderCancelledInput } from './commerce/order.cancelled.ts';
export { OrderClosed } from './commerce/order.closed.ts';
export type { OrderClosedData, OrderClosedInput, ClosedOutcome } from './commerce/order.closed.ts';
export { OrderConfirmed } from './commerce/order.confirmed.ts';
export type { OrderConfirmedData, OrderConfirmedInput, ConfirmedLine } from './commerce/order.confirmed.ts';
export { OrderFlagged } from './commerce/order.flagged.ts';
export type { OrderFlaggedData, OrderFlaggedInput, FlaggedReason } from './commerce/order.flagged.ts';
export { OrderRejected } from './commerce/order.rejected.ts';
export type { OrderRejectedData, OrderRejectedInput, Rejection } from './commerce/order.rejected.ts';
export { OrderVerified } from './commerce/order.verified.ts';
export type { OrderVerifiedData, OrderVerifiedInput, VerifiedReason } from './commerce/order.verified.ts';
export { ParticipantChanged } from './platform/participant.changed.ts';
export type { ParticipantChangedData, ParticipantChangedInput, ParticipantChange } from './platform/participant.changed.ts';
export { PersonNotified } from './support/person.notified.ts';
export type { PersonNotifiedData, PersonNotifiedInput, NotifiedChannel } from './support/person.notified.ts';
export { PrReviewed } from './delivery/pr.reviewed.ts';
export type { PrReviewedData, PrReviewedInput, ReviewVerdict, ReviewFailure } from './delivery/pr.reviewed.ts';
export { ReplyDrafted } from './support/reply.drafted.ts';
export type { ReplyDraftedData, ReplyDraftedInput, Citation } from './support/reply.drafted.ts';
export { ReportPublished } from './market/report.published.ts';
export type { ReportPublishedData, ReportPublishedInput } from './market/report.published.ts';
export { ReportRequested } from './market/report.requested.ts';
export type { ReportRequestedData, ReportRequestedInput, ReportedAnomaly, MovingPair, ReportSeries } from './market/report.requested.ts';
export { ReviewRequested } from './delivery/review.requested.ts';
export type { ReviewRequestedData, ReviewRequestedInput } from './delivery/review.requested.ts';
export { ReviewUnavailable } from './delivery/review.unavailable.ts';
export type { ReviewUnavailableData, ReviewUnavailableInput, MissingLimit } from './delivery/review.unavailable.ts';
export { SagaInstructed } from './platform/saga.instructed.ts';
export type { SagaInstructedData, SagaInstructedInput, SagaAction, ForcedOutcome } from './platform/saga.instructed.ts';
export { ShipmentBooked } from './commerce/shipment.booked.ts';
export type { ShipmentBookedData, ShipmentBookedInput } from './commerce/shipment.booked.ts';
export { ShipmentCancelled } from './commerce/shipment.cancelled.ts';
export type { ShipmentCancelledData, ShipmentCancelledInput } from './commerce/shipment.cancelled.ts';
export { ShipmentUnavailable } from './commerce/shipment.unavailable.ts';
export type { ShipmentUnavailableData, ShipmentUnavailableInput, ShipmentRefusal } from './commerce/shipment.unavailable.ts';
export { SignalRefused } from './market/signal.refused.ts';
export type { SignalRefusedData, SignalRefusedInput } from './market/signal.refused.ts';
export { SignalsObserved } from './market/signals.observed.ts';
export type { SignalsObservedData, SignalsObservedInput, SignalItem } from './market/signals.observed.ts';
export { SourceSummarized } from './market/source.summarized.ts';
export type { SourceSummarizedData, SourceSummarizedInput, SummarizedAnomaly } from './market/source.summarized.ts';
export { SpecAnswered } from './delivery/spec.answered.ts';
export type { SpecAnsweredData, SpecAnsweredInput, SpecAnswer } from './delivery/spec.answered.ts';
export { SpecRejected } from './delivery/spec.rejected.ts';
export type { SpecRejectedData, SpecRejectedInput, SpecQuestion } from './delivery/spec.rejected.ts';
export { SpecValidated } from './delivery/spec.validated.ts';
export type { SpecValidatedData, SpecValidatedInput, SpecParameter, SpecExample } from './delivery/spec.validated.ts';
export { SupportCritical } from './support/support.critical.ts';
export type { SupportCriticalData, SupportCriticalInput, CriticalCalibration, CriticalUrgency, CriticalReason } from './support/support.critical.ts';
export { SupportRoutine } from './support/support.routine.ts';
export type { SupportRoutineData, SupportRoutineInput, RoutineCalibration, RoutineUrgency, RoutineReason } from './support/support.routine.ts';
export { TicketClosed } from './support/ticket.closed.ts';
export type { TicketClosedData, TicketClosedInput } from './support/ticket.closed.ts';
export { TicketOpened } from './support/ticket.opened.ts';
export type { TicketOpenedData, TicketOpenedInput } from './support/ticket.opened.ts';
export { TicketReturned } from './support/ticket.returned.ts';
export type { TicketReturnedData, TicketReturnedInput } from './support/ticket.returned.ts';
export { TicketTaken } from './support/ticket.taken.ts';
export type { TicketTakenData, TicketTakenInput } from './support/ticket.taken.ts';
export { TransactionCreated } from './commerce/transaction.created.ts';
export type { TransactionCreatedData, TransactionCreatedInput, OrderLine } from './commerce/transaction.created.ts';

/** Every type of event that belongs to a conversation, by name. */

export const EVENT_TYPES: readonly EventDefinition[] = [
  AnomalyDetected,
  BudgetExhausted,
  CodeAbandoned,
  CodeCommitted,
  CodeMerged,
  EventHeld,
  FeatureAbandoned,
  FeatureApproved,
  FeatureDelivered,
  FeatureRequested,
  ItemsReleased,
  ItemsReserved,
  ItemsUnavailable,
  MergeRefused,
  MessageSent,
  OrderCancelled,
  OrderClosed,
  OrderConfirmed,
  OrderFlagged,
  OrderRejected,
  OrderVerified,
  ParticipantChanged,
  PersonNotified,
  PrReviewed,
  ReplyDrafted,
  ReportPublished,
  ReportRequested,
  ReviewRequested,
  ReviewUnavailable,
  SagaInstructed,
  ShipmentBooked,
  ShipmentCancelled,
  ShipmentUnavailable,
  SignalRefused,
  SignalsObserved,
  SourceSummarized,
  SpecAnswered,
  SpecRejected,
  SpecValidated,
  SupportCritical,
  SupportRoutine,
  TicketClosed,
  TicketOpened,
  TicketReturned,
  TicketTaken,
  TransactionCreated,
];

/** Every type of event about agents themselves, by name: their topics are keyed by agent, and no conversation has them. */

export const AGENT_EVENT_TYPES: readonly EventDefinition[] = [
  AgentAnnounced,
  AgentInstructed,
];
