import { loadServiceConfig } from '@troupe/agent-sdk';
import { COORDINATOR, runCoordinator } from './run-coordinator.ts';
import { sagas } from './sagas/index.ts';
import { coordinatorSettings } from './settings.ts';

const config = loadServiceConfig(process.env, { name: COORDINATOR, settings: coordinatorSettings });
const { SAGAS_HOST: host, SAGAS_PORT: port, SAGAS_TOKEN: token } = config.settings;

await runCoordinator({
  config,
  definitions: sagas(config.settings),
  ...(token !== undefined && { api: { host, port, token } }),
});
