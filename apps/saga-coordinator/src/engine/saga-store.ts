import type { Kysely, Transaction } from 'kysely';
import type { Advance } from './advance.ts';
import type { InstanceArrivals } from './arrival.ts';
import type { DueTimers } from './due-timers.ts';
import type { KeptFact } from './stored-fact.ts';
import type { CoordinatorTables, FactRow, SagaRow, TimerRow } from './tables.ts';

type Tx = Transaction<CoordinatorTables>;

/** An instance as it is before its first fact. */
export interface NewInstance extends Pick<InstanceArrivals, 'saga' | 'conversationId' | 'partition'> {
  readonly version: string;
}

/** Keeps instances, their facts and timers. Instances are named by `keyOf`. */
export interface SagaStore {
  /**
   * Locks the rows of these instances, in the order given, and makes those that do not exist. An instance that another
   * transaction made at this moment is missing from the result.
   */
  lockInstances(tx: Tx, instances: readonly NewInstance[]): Promise<ReadonlyMap<string, SagaRow>>;
  /** Keeps what is new among the facts of locked instances, and reads the facts that they had. */
  keepFacts(tx: Tx, instances: readonly InstanceArrivals[]): Promise<ReadonlyMap<string, readonly KeptFact[]>>;
  /**
   * Writes what a batch changed of locked instances: their rows, their timers, and their results in the main database;
   * facts that were refused are taken away again, and those without a start recorded.
   */
  saveAdvances(tx: Tx, advances: readonly Advance[]): Promise<void>;
  /** Writes facts of locked instances as another version understands them. */
  rewriteFacts(tx: Tx, facts: readonly FactRow[]): Promise<void>;
  /** Takes locked instances away that have no facts. */
  dropInstances(tx: Tx, rows: readonly Pick<SagaRow, 'saga' | 'conversation_id'>[]): Promise<void>;
  /** What is due in these partitions by the database's clock, and when the next is. Undefined without any timer. */
  readTimers(db: Kysely<CoordinatorTables>, partitions: readonly number[]): Promise<DueTimers | undefined>;
  /** Lets a timer rest, so that one that cannot be judged does not come first for ever. */
  restTimer(db: Kysely<CoordinatorTables>, timer: TimerRow): Promise<void>;
}
