import type { JSONColumnType } from 'kysely';

/** The tables of the schema `pm_agent` that the agent itself owns. */
export interface PmTables {
  readonly features: {
    conversation_id: string;
    workspace: string;
    title: string;
    prose: string | null;
    feature: string | null;
    written_by: string | null;
    /** Every question that was asked, by its id. */
    asked: JSONColumnType<Record<string, string>>;
    answers: JSONColumnType<Record<string, string>>;
    revision: number;
    /** Whether the latest revision was found to be complete: no answer changes it any more. */
    validated: boolean;
  };
}
