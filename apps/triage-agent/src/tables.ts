import type { Generated } from 'kysely';

/** The tables of the schema `triage_agent` that the agent itself owns. */
export interface TriageTables {
  readonly judged_tickets: { conversation_id: string; score: number; critical: boolean };
  readonly triage_settings: { critical_under: number };
  readonly triage_settings_log: {
    id: Generated<number>;
    critical_under: number;
    before: number;
    changed_by: string;
    reason: string;
    changed_at: Generated<Date>;
  };
}
