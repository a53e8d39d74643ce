export { createCoordinator, type Coordinator, type CoordinatorOptions } from './engine/coordinator.ts';
export { createCatalogue, type SagaCatalogue } from './engine/saga-catalogue.ts';
export type { SagaStore } from './engine/saga-store.ts';
export type { CoordinatorTables } from './engine/tables.ts';
export { migrations } from './migrations.ts';
export { COORDINATOR, runCoordinator, type RunCoordinatorOptions } from './run-coordinator.ts';
export { deliverySaga, type DeliverySagaOptions } from './sagas/delivery.saga.ts';
export { orderSaga, type OrderSagaOptions } from './sagas/order.saga.ts';
export { coordinatorSettings, type CoordinatorSettings } from './settings.ts';
