import { sagasPart, type Part } from '@troupe/choreography';
import { createCatalogue } from './engine/saga-catalogue.ts';
import { COORDINATOR } from './run-coordinator.ts';
import { sagas } from './sagas/index.ts';
import { coordinatorSettings } from './settings.ts';

const definitions = sagas(coordinatorSettings.parse({}));
const { consumes, publishes } = createCatalogue(definitions);

/** What the coordinator adds to the choreography: its sagas, with the deadlines that hold unless somebody sets others. */
export const choreography: Part = sagasPart({ name: COORDINATOR, consumes, publishes }, definitions);
