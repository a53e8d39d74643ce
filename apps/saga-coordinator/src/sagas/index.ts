// Generated from the saga.ts files beside it: run `npm run generate`.
import type { SagaDefinition } from '@troupe/saga';
import type { CoordinatorSettings } from '../settings.ts';
import { deliverySagas } from './delivery.saga.ts';
import { orderSagas } from './order.saga.ts';

/** Every saga that the coordinator runs. */
export const sagas = (settings: CoordinatorSettings): readonly SagaDefinition[] => [
  ...deliverySagas(settings),
  ...orderSagas(settings),
];
