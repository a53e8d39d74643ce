import type { QueryExecutorProvider } from 'kysely';
import type { Decision, DecisionKey, StoredDecision } from './decision.ts';

/** How long decisions are kept. */
export interface Upkeep {
  /** Now, in milliseconds since 1970 UTC. */
  readonly nowMs: number;
  /** Days after which a decision may be forgotten; infinite: never. See `keepDaysFor`. */
  readonly keepDays: number;
}

/** What a store holds undelivered. */
export interface Undelivered {
  readonly decisions: readonly StoredDecision[];
  /** Whether some partition may hold more than the limit let through. */
  readonly more: boolean;
}

/** Keeps what was decided: inbox and outbox in one. */
export interface DecisionStore {
  /** The decisions already taken among these, by `keyOf`: inside a transaction or out of it. */
  find(at: QueryExecutorProvider, keys: readonly DecisionKey[]): Promise<ReadonlyMap<string, StoredDecision>>;
  /**
   * Stores decisions: where another instance was first with any, this throws, so that the transaction and with it the state
   * change that belongs to the lost decision is rolled back. Outside a transaction, which is for decisions without a state
   * change, the others are stored then. Waits for another transaction that is about to decide the same. Returned in the
   * order given.
   * @throws DecisionLost · EventsSpent: a conversation would have more decisions that count than it may; nothing is stored
   */
  insert(at: QueryExecutorProvider, decisions: readonly Decision[]): Promise<readonly StoredDecision[]>;
  /**
   * Decisions of these partitions that are not marked as delivered, oldest first: up to `limit` of each partition, less
   * those whose position `isKnown` holds for.
   */
  undelivered(
    partitions: readonly number[],
    limit: number,
    isKnown: (position: number) => boolean,
  ): Promise<Undelivered>;
  /** Says that every output of these decisions is in the log. */
  markDelivered(decisions: readonly StoredDecision[]): Promise<void>;
  /** Makes room for the days around now and forgets what is older than is kept and delivered. At start, then hourly. */
  maintain(upkeep: Upkeep): Promise<void>;
}

/** Another instance decided first: the transaction that meant to decide, if any, must be rolled back, and the winner read. */
export class DecisionLost extends Error {
  override readonly name = 'DecisionLost';
  /** What was lost, by `keyOf`. */
  readonly lost: ReadonlySet<string>;

  constructor(lost: ReadonlySet<string>) {
    super(`Another instance decided first: ${[...lost].join(', ')}`);
    this.lost = lost;
  }
}

/** A conversation has as many decided events as it may, counted over all instances: no other is decided. */
export class EventsSpent extends Error {
  override readonly name = 'EventsSpent';

  constructor(cause?: unknown) {
    super('A conversation has as many events as it may', { cause });
  }
}
