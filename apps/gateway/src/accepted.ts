import {
  FeatureRequested,
  OrderCancelled,
  SpecAnswered,
  TransactionCreated,
  type EventDefinition,
} from '@troupe/contracts';

/** What requests become. */
export const ACCEPTED: readonly EventDefinition[] = [
  TransactionCreated,
  OrderCancelled,
  FeatureRequested,
  SpecAnswered,
];
