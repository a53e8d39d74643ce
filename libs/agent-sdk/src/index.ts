export { type AgentContext, type PureContext } from './agent-context.ts';
export { createDelivery, type Delivery, type DeliveryOptions } from './agent-delivery.ts';
export { refuseInsideTransaction } from '@troupe/database';
export { agentMigrations } from './agent-migrations.ts';
export { DEFAULT_BUDGET, NOTHING, type Account, type Spending } from './budget/account.ts';
export { openConversations, type OpenConversations, type StartFrom } from './begin/start-from.ts';
export { readBudget } from './budget/accounts.ts';
export { agentTopics } from './agent-topics.ts';
export { type Approval } from './dead-letters/approval.ts';
export { createPostgresClaims, type PostgresClaims } from './claims/postgres-claims.ts';
export { createBatcher, type Batcher, type BatcherOptions } from './batcher.ts';
export { loadServiceConfig, type ConfigOptions, type LogLevel, type SaslConfig, type ServiceConfig } from './config.ts';
export {
  DEFAULT_LIMITS,
  defineAgent,
  EVERY_AGENT_PUBLISHES,
  type AgentDefinition,
  type AgentLimits,
  type AgentOptions,
} from './define-agent.ts';
export { type Dependency } from './dependency.ts';
export { guard, type Guard, type GuardedContext, type GuardOptions } from './guards/guard.ts';
export { type GuardState } from './guards/guard-policies.ts';
export { before, type AfterHook, type AnyHooks, type BeforeHook, type HookContext, type Hooks } from './hooks/hooks.ts';
export {
  deny,
  mutate,
  proceed,
  requireApproval,
  skip,
  type Ended,
  type Mutate,
  type Proceed,
  type Verdict,
} from './hooks/verdict.ts';
export {
  type HoldOptions,
  type LeaseContext,
  type SharedLimit,
  type SharedLimitOptions,
} from './limits/shared-limit.ts';
export { createSharedLimits, type SharedLimits, type SharedLimitsOptions } from './limits/shared-limits.ts';
export {
  type AnyReaction,
  type Conclusion,
  type Handler,
  type JoinHandler,
  type JoinReaction,
  type Reaction,
  type SingleReaction,
} from './reaction.ts';
export { GaveUp, withAttempts, type AttemptOptions } from './delivery/attempts.ts';
export {
  DEAD_LETTER_HEADERS,
  deadLetterId,
  deadLetterOf,
  deadLetterTopic,
  deadLetterTopicSpec,
  PARKED,
  type Failure,
} from './delivery/dead-letter.ts';
export { type Cause as DeadLetterCause, type DeadLetter, type DeadLetterState } from './dead-letters/desk/describe.ts';
export { type DeadLetterDesk } from './dead-letters/desk/desk.ts';
export { listDeadLetters } from './dead-letters/desk/list-dead-letters.ts';
export {
  discardDeadLetter,
  editDeadLetter,
  releaseDeadLetter,
  type Edit,
  type Ordered,
  type OrderTarget,
  type Warrant,
} from './dead-letters/desk/orders.ts';
export {
  showDeadLetter,
  type DeadLetterDetail,
  type DeadLetterEvent,
  type ShowOptions,
} from './dead-letters/desk/show-dead-letter.ts';
export { MARKER_HEADERS } from './dead-letters/markers.ts';
export { createOutages, type Outages } from './delivery/outage.ts';
export { identify, readEvent, type InputIdentity } from './delivery/read-event.ts';
export { connectMemory, memoryOn, type MemoryDatabase, type MemoryOptions } from './memory.ts';
export { agentSchema, runAgent, startAgent, type AgentConnections, type RunAgentOptions } from './run-agent.ts';
export { backoffMs, type RetryOptions, type RetryPolicy } from './retry-policy.ts';
export {
  openClaims,
  openCodec,
  openDatabase,
  openMessaging,
  openPublisher,
  type OwnSchema,
} from './service/connections.ts';
export { whenThere } from './service/when-there.ts';
export { every, type Recurring } from './service/every.ts';
export { giveBackAtRest } from './service/give-back.ts';
export { keepDecisions } from './service/keep-decisions.ts';
export {
  AskFailed,
  type Ask,
  type AskContext,
  type PaidAnswer,
  type PaidStepOptions,
  type PrepareContext,
  type RecordStep,
  type StepOptions,
} from './steps/record-step.ts';
export { answerFrom, LONGEST_ANSWER } from './steps/step-answer.ts';
export { createStepStore, type RecordedStep } from './steps/step-store.ts';
export { createRelay } from './relay/create-relay.ts';
export { type Relay, type RelayOptions } from './relay/relay.ts';
export { runService, type ServiceHandle, type ServiceOptions } from './service/run-service.ts';
export { type RunningService, type ServiceContext } from './service/service-context.ts';
export { decisionMigrations } from './store/decision-migrations.ts';
export { keepDaysOf } from './store/keep-days.ts';
export { createDecisionStore } from './store/decision-store.postgres.ts';
export { DecisionLost, type DecisionStore, type Upkeep } from './store/decision-store.ts';
export {
  keyOf,
  type Decision,
  type DecisionKey,
  type DecisionSubject,
  type StoredDecision,
  type StoredOutput,
} from './store/decision.ts';
export {
  createGroupCommit,
  type Decided,
  type DecideRequest,
  type GroupCommit,
  type GroupCommitOptions,
} from './store/group-commit.ts';
export { TerminalError } from './terminal-error.ts';
export { when, type Joinable, type Joined, type JoinOptions, type Prepared, type PreparedJoin } from './when.ts';
export { watchSubscriber, type WatchContext, type Watched } from './watch/watch-subscriber.ts';
export { FLEET_TOPICS } from './fleet/fleet-topics.ts';
export { foldFleet, type Announcement, type FleetAgent, type FleetInstance } from './fleet/fleet.ts';
export { instruct, type InstructOptions } from './fleet/instruct.ts';
export { joinFleet, type FleetContext, type FleetMember } from './fleet/join-fleet.ts';
export { createPace, type Pace } from './fleet/pace.ts';
export { readFleet, type ReadFleetOptions } from './fleet/read-fleet.ts';
export { inWorker, type InWorkerOptions, type Work } from './workers/in-worker.ts';
