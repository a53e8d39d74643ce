import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Approval } from './dead-letters/approval.ts';

/** What every handler is given besides the event. */
export interface PureContext {
  /** A logger that already names the agent, the event and the conversation. */
  readonly log: Logger;
  /** Aborted when the event is handed to another instance: pass it to whatever can wait. */
  readonly signal: AbortSignal;
  /** There when a hook had asked for a person's approval and somebody gave it by releasing the event: who, and why. */
  readonly approval?: Approval;
}

/**
 * What the handler of an agent with a store is given. Annotate the parameter with the agent's own tables where the
 * handler itself writes queries: `({ data }, { tx }: AgentContext<StockTables>) => …`. Without the annotation `tx` can be
 * handed to anything that takes a transaction.
 */
export interface AgentContext<Tables = object> extends PureContext {
  /**
   * The transaction that also stores the decision: what is written here is kept exactly if the outputs are. It is shared
   * with other events, so it never waits for a model, another service or Kafka.
   */
  readonly tx: Transaction<Tables>;
  /** When this is being decided, in milliseconds since 1970 UTC, by the injected clock. */
  readonly nowMs: number;
}
