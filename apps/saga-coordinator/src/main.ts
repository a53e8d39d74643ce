import { loadServiceConfig } from '@troupe/agent-sdk';
import { durationMs } from '@troupe/contracts';
import { COORDINATOR, runCoordinator } from './run-coordinator.ts';
import { sagas } from './sagas/index.ts';
import { coordinatorSettings } from './settings.ts';

const config = loadServiceConfig(process.env, { name: COORDINATOR, settings: coordinatorSettings });
const { SAGAS_HOST: host, SAGAS_PORT: port, SAGAS_TOKEN: token } = config.settings;

await runCoordinator({
  config,
  definitions: sagas(config.settings),
  participantMarginMs: durationMs(config.settings.SAGA_PARTICIPANT_MARGIN),
  ...(token !== undefined && { api: { host, port, token } }),
});
