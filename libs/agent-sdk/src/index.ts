export { type AgentContext, type PureContext } from './agent-context.ts';
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
export { type RetryOptions, type RetryPolicy } from './retry-policy.ts';
export { TerminalError } from './terminal-error.ts';
export { when, type Joinable, type Joined, type JoinOptions } from './when.ts';
