import type { DecisionName, SagaOutcome, SagaStatus } from '@troupe/saga';
import type { ParticipantRecord } from '../participants/participant-row.ts';
import type { Trail } from './trail.ts';

/** A decision that an instance has taken. */
export interface TakenDecision {
  readonly decision: DecisionName;
  readonly id: string;
  readonly decidedMs: number;
  readonly lamport: number;
  /** See `DecisionFact.counted`. */
  readonly counted?: readonly string[];
  /** See `DecisionFact.refused`. */
  readonly refused?: string;
  /** See `DecisionFact.restarts`. */
  readonly restarts?: true;
}

/** One instance: its row is what is locked, and sums up what its facts say. */
export interface SagaRow {
  readonly saga: string;
  readonly conversation_id: string;
  readonly partition: number;
  /** Of the definition that it began with. */
  readonly version: string;
  readonly status: SagaStatus;
  readonly outcome: SagaOutcome | null;
  /** How many facts it has. */
  readonly facts: number;
  readonly decisions: readonly TakenDecision[];
  /** When its timer is due, in milliseconds since 1970 UTC. */
  readonly due_ms: number | null;
  /** Whether it has facts and its start did not come in time. */
  readonly orphaned: boolean;
}

/** Facts of a conversation whose start did not come in time: they are kept all the same. */
export interface OrphanRow {
  readonly saga: string;
  readonly conversation_id: string;
  readonly partition: number;
  readonly facts: number;
  /** Of their data, as it is stored. */
  readonly bytes: number;
  readonly types: readonly string[];
  /** When the first of them was appended, in milliseconds since 1970 UTC. */
  readonly since_ms: number;
}

/** The same with what the database knows of it. */
export interface RecordedOrphan extends OrphanRow {
  readonly recorded_at: Date;
  /** When the start came after all. */
  readonly begun_at: Date | null;
}

/** A fact as it is kept: inbox and memory in one. */
export interface FactRow {
  readonly saga: string;
  readonly conversation_id: string;
  readonly event_id: string;
  /** `void`: it means nothing to the version that the instance was moved to. */
  readonly kind: 'event' | 'timer' | 'void';
  /** The event type, or the step whose deadline passed. */
  readonly type: string;
  /** When the broker appended it, or when it was due. */
  readonly appended_ms: number;
  readonly time_ms: number;
  /** Null for a timer. */
  readonly trail: Trail | null;
  readonly data: unknown;
  /** How the row is written: see `factRow`. */
  readonly format: number;
}

/** An instance's next deadline. */
export interface TimerRow {
  readonly saga: string;
  readonly conversation_id: string;
  readonly partition: number;
  readonly due_ms: number;
}

/** What an instance is found by; see `listingOf`. */
export interface ListingColumns {
  /** Null only until its first fact is kept. */
  readonly started_ms: number | null;
  readonly business_key: string | null;
  readonly open_steps: readonly string[];
  readonly changed_at: Date;
}

/** A request of an operator that was accepted. */
export interface OperatorRequestRow {
  readonly key: string;
  readonly fingerprint: string;
  /** How many were instructed. */
  readonly instances: number;
  readonly accepted_ms: number;
}

/** The tables of the schema `saga_coordinator`, besides those of the decision store. */
export interface CoordinatorTables {
  readonly sagas: SagaRow & ListingColumns;
  readonly saga_facts: FactRow;
  readonly saga_timers: TimerRow;
  readonly saga_orphans: RecordedOrphan;
  readonly saga_participants: ParticipantRecord;
  readonly operator_requests: OperatorRequestRow;
}
