import type { CodeCommittedData, SpecValidatedData } from '@troupe/contracts';
import type { ColumnType } from 'kysely';

/** A column of JSON: written as text, read as what it says. */
type Json<Value> = ColumnType<Value, string, string>;

/** The tables of the schema `qa_agent` that the agent itself owns. */
export interface QaTables {
  /** What code is held against: every revision of the spec of each conversation. */
  readonly specs: { conversation_id: string; revision: number; spec: Json<SpecValidatedData> };
  /** What was committed before its spec came. */
  readonly waiting_commits: { conversation_id: string; attempt: number; commit: Json<CodeCommittedData> };
  /** What was not reviewed for want of a sandbox that holds. */
  readonly unreviewed_commits: { conversation_id: string; attempt: number; commit: Json<CodeCommittedData> };
}
