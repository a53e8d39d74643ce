import { conditionText, type ParticipantRow } from '@troupe/saga';
import type { ParticipantRecord } from './participant-row.ts';

/** A row about participants as operators see it. */
export interface ParticipantSummary {
  readonly id: number;
  readonly saga: string;
  readonly step: string;
  readonly change: ParticipantRow['change'];
  /** null: every conversation. */
  readonly when: string | null;
  /** It concerns starts that the log took later, in milliseconds since 1970 UTC, as `madeMs`. */
  readonly fromMs: number;
  /** null unless a step is added. */
  readonly added: {
    readonly completedBy: string;
    readonly failedBy: readonly string[];
    readonly compensatedBy: string | null;
    readonly withinMs: number;
    readonly optional: boolean;
    readonly heldBy: string | null;
  } | null;
  readonly by: string;
  readonly reason: string;
  readonly madeMs: number;
}

/** Events by name: their schemas are the registry's. */
export const summaryOf = (record: ParticipantRecord): ParticipantSummary => {
  const { id, saga, step, change, condition, added, effective_ms: fromMs, made_by: by, reason, made_at } = record;
  return {
    ...{ id, saga, step, change, fromMs, by, reason },
    when: condition && conditionText(condition),
    added: added && {
      completedBy: added.completedBy.type,
      failedBy: added.failedBy.map(({ type }) => type),
      compensatedBy: added.compensatedBy?.type ?? null,
      withinMs: added.withinMs,
      optional: added.optional,
      heldBy: added.heldBy ?? null,
    },
    madeMs: made_at.getTime(),
  };
};
