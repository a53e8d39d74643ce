// Generated from schemas/. Edit those, then run `npm run generate`.

import type { EventDefinition } from '../event.ts';

import { AgentAnnounced } from './platform/agent.announced.ts';
import { AgentInstructed } from './platform/agent.instructed.ts';
import { BudgetExhausted } from './platform/budget.exhausted.ts';
import { ItemsReleased } from './commerce/items.released.ts';
import { ItemsReserved } from './commerce/items.reserved.ts';
import { ItemsUnavailable } from './commerce/items.unavailable.ts';
import { OrderCancelled } from './commerce/order.cancelled.ts';
import { OrderClosed } from './commerce/order.closed.ts';
import { OrderConfirmed } from './commerce/order.confirmed.ts';
import { OrderFlagged } from './commerce/order.flagged.ts';
import { OrderRejected } from './commerce/order.rejected.ts';
import { OrderVerified } from './commerce/order.verified.ts';
import { SagaInstructed } from './platform/saga.instructed.ts';
import { ShipmentBooked } from './commerce/shipment.booked.ts';
import { ShipmentCancelled } from './commerce/shipment.cancelled.ts';
import { ShipmentUnavailable } from './commerce/shipment.unavailable.ts';
import { TransactionCreated } from './commerce/transaction.created.ts';

export { AgentAnnounced } from './platform/agent.announced.ts';
export type { AgentAnnouncedData, AgentAnnouncedInput, AgentState } from './platform/agent.announced.ts';
export { AgentInstructed } from './platform/agent.instructed.ts';
export type { AgentInstructedData, AgentInstructedInput, InstructedAction } from './platform/agent.instructed.ts';
export { BudgetExhausted } from './platform/budget.exhausted.ts';
export type { BudgetExhaustedData, BudgetExhaustedInput, BudgetResource } from './platform/budget.exhausted.ts';
export { ItemsReleased } from './commerce/items.released.ts';
export type { ItemsReleasedData, ItemsReleasedInput, ReleasedLine } from './commerce/items.released.ts';
export { ItemsReserved } from './commerce/items.reserved.ts';
export type { ItemsReservedData, ItemsReservedInput, ReservedLine } from './commerce/items.reserved.ts';
export { ItemsUnavailable } from './commerce/items.unavailable.ts';
export type { ItemsUnavailableData, ItemsUnavailableInput, ShortLine } from './commerce/items.unavailable.ts';
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
export { SagaInstructed } from './platform/saga.instructed.ts';
export type { SagaInstructedData, SagaInstructedInput, SagaAction, ForcedOutcome } from './platform/saga.instructed.ts';
export { ShipmentBooked } from './commerce/shipment.booked.ts';
export type { ShipmentBookedData, ShipmentBookedInput } from './commerce/shipment.booked.ts';
export { ShipmentCancelled } from './commerce/shipment.cancelled.ts';
export type { ShipmentCancelledData, ShipmentCancelledInput } from './commerce/shipment.cancelled.ts';
export { ShipmentUnavailable } from './commerce/shipment.unavailable.ts';
export type { ShipmentUnavailableData, ShipmentUnavailableInput, ShipmentRefusal } from './commerce/shipment.unavailable.ts';
export { TransactionCreated } from './commerce/transaction.created.ts';
export type { TransactionCreatedData, TransactionCreatedInput, OrderLine } from './commerce/transaction.created.ts';

/** Every type of event that belongs to a conversation, by name. */

export const EVENT_TYPES: readonly EventDefinition[] = [
  BudgetExhausted,
  ItemsReleased,
  ItemsReserved,
  ItemsUnavailable,
  OrderCancelled,
  OrderClosed,
  OrderConfirmed,
  OrderFlagged,
  OrderRejected,
  OrderVerified,
  SagaInstructed,
  ShipmentBooked,
  ShipmentCancelled,
  ShipmentUnavailable,
  TransactionCreated,
];

/** Every type of event about agents themselves, by name: their topics are keyed by agent, and no conversation has them. */

export const AGENT_EVENT_TYPES: readonly EventDefinition[] = [
  AgentAnnounced,
  AgentInstructed,
];
