import type { SagaDefinition } from '@troupe/saga';
import type { CoordinatorSettings } from '../settings.ts';
import { deliverySaga } from './delivery.saga.ts';
import { orderSaga } from './order.saga.ts';

/**
 * Every saga that the coordinator runs. A new saga is added here; of one with running instances the older version stays
 * in the list, before the newer one, until the last instance of it has ended.
 */
export const sagas = (settings: CoordinatorSettings): readonly SagaDefinition[] => [
  orderSaga({ answerWithin: settings.ORDER_ANSWER_WITHIN }),
  deliverySaga({
    specWithin: settings.FEATURE_SPEC_WITHIN,
    workWithin: settings.FEATURE_WORK_WITHIN,
    within: settings.FEATURE_WITHIN,
  }),
];
