import {
  FeatureRequested,
  MessageSent,
  OrderCancelled,
  ReviewRequested,
  SpecAnswered,
  TicketClosed,
  TicketOpened,
  TicketReturned,
  TicketTaken,
  TransactionCreated,
  type EventDefinition,
} from '@troupe/contracts';

/** What requests become. */
export const ACCEPTED: readonly EventDefinition[] = [
  TransactionCreated,
  OrderCancelled,
  FeatureRequested,
  SpecAnswered,
  ReviewRequested,
  TicketOpened,
  TicketTaken,
  TicketReturned,
  TicketClosed,
  MessageSent,
];
