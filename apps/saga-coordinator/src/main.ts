import { loadServiceConfig } from '@troupe/agent-sdk';
import { COORDINATOR, runCoordinator } from './run-coordinator.ts';
import { sagas } from './sagas/index.ts';
import { coordinatorSettings } from './settings.ts';

const config = loadServiceConfig(process.env, { name: COORDINATOR, settings: coordinatorSettings });

await runCoordinator({ config, definitions: sagas(config.settings) });
