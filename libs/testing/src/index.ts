export { openEventLog, type EventLog, type EventLogOptions, type PublishOptions } from './event-log.ts';
export { eventually, type EventuallyOptions } from './eventually.ts';
export {
  startScriptedModel,
  type ModelRequest,
  type ScriptedModel,
  type ScriptLine,
  type ScriptOptions,
} from './scripted-model/start-scripted-model.ts';
export type {
  ScriptedAnswer,
  ScriptedFailure,
  ScriptedReply,
  ScriptedToolCall,
} from './scripted-model/scripted-reply.ts';
export { isolated, placeOn, type IsolatedStack, type StackPlace } from './stack-isolated.ts';
export { ownStack, sharedStack, type SharedStack } from './stack-shared.ts';
export { openAgentPlace, type AgentPlace, type AgentPlaceOptions } from './agent-place.ts';
export { openServicePlace, type ServicePlace } from './service-place.ts';
export {
  startServiceProcess,
  type ServiceExit,
  type ServiceProcess,
  type ServiceProcessOptions,
} from './service-process.ts';
export type { TestAgentOptions } from './agent-run.ts';
export { deliver, type DeliveredEvent } from './delivered-event.ts';
export { testAgent, type AgentScenario, type RecordedAnswer } from './test-agent.ts';
export { testSaga, type SagaScenario } from './test-saga.ts';
export { receiveTraces, type ReceivedSpan, type TraceReceiver } from './trace-receiver.ts';
