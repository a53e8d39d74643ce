export { runAcls, runTopics, type BrokerCommandOptions } from './run-broker-command.ts';
export { readRights, readTopics } from './manifests.ts';
