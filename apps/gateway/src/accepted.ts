import {
  FeatureRequested,
  OrderCancelled,
  ReviewRequested,
  SpecAnswered,
  TicketOpened,
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
];
