import type { SagaDefinition } from '@troupe/saga';
import type { CoordinatorSettings } from '../settings.ts';

/**
 * What every `<name>.saga.ts` exports as `<name>Sagas`: the versions of its saga. Of one with running instances the older
 * version stays in the list, before the newer one, until the last instance of it has ended.
 */
export type SagasOf = (settings: CoordinatorSettings) => readonly SagaDefinition[];
