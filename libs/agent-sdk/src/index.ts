export { type AgentContext, type PureContext } from './agent-context.ts';
export { loadServiceConfig, type ConfigOptions, type LogLevel, type SaslConfig, type ServiceConfig } from './config.ts';
export { defineAgent, type AgentDefinition, type AgentOptions } from './define-agent.ts';
export {
  type AnyReaction,
  type Conclusion,
  type Handler,
  type JoinHandler,
  type JoinReaction,
  type Reaction,
  type SingleReaction,
} from './reaction.ts';
export { DEAD_LETTER_HEADERS, deadLetterTopic } from './delivery/dead-letter.ts';
export { type RetryOptions, type RetryPolicy } from './retry-policy.ts';
export { runService, type ServiceHandle, type ServiceOptions } from './service/run-service.ts';
export { type RunningService, type ServiceContext } from './service/service-context.ts';
export { TerminalError } from './terminal-error.ts';
export { when, type Joinable, type Joined, type JoinOptions } from './when.ts';
