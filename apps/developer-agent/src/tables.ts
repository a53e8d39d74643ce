import type { SpecValidatedData } from '@troupe/contracts';
import type { ColumnType } from 'kysely';
import type { Review } from './attempt/assignment.ts';

/** A column of JSON: written as text, read as what it says. */
type Json<Value, Written = string> = ColumnType<Value, Written, Written>;

/** The tables of the schema `developer_agent` that the agent itself owns. */
export interface DeveloperTables {
  /** What is to be built: one row for each conversation. */
  readonly features: { conversation_id: string; spec: Json<SpecValidatedData> };
  /** What was committed for it. */
  readonly attempts: {
    conversation_id: string;
    attempt: number;
    base: string;
    commit_id: string;
    how: string;
    /** Why it was sent back; null until it is. */
    review: Json<Review | null, string | null>;
  };
}
