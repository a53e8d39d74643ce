import type { DecisionFact, EventFact, TimerFact } from '@troupe/saga';
import type { InstanceKey } from './arrival.ts';
import { revive } from './stored-json.ts';
import type { FactRow, TakenDecision } from './tables.ts';
import type { Trail } from './trail.ts';

/** A fact that is kept, with what its envelope hands on. */
export interface KeptFact {
  readonly fact: EventFact | TimerFact;
  /** Undefined for a timer. */
  readonly trail: Trail | undefined;
}

/** A fact as a row. */
export const factRow = ({ saga, conversationId }: InstanceKey, { fact, trail }: KeptFact): FactRow => {
  const isEvent = fact.kind === 'event';
  return {
    saga,
    conversation_id: conversationId,
    event_id: fact.id,
    kind: fact.kind,
    type: isEvent ? fact.type : fact.step,
    appended_ms: Math.trunc(isEvent ? fact.appendedMs : fact.dueMs),
    time_ms: Math.trunc(isEvent ? fact.timeMs : fact.dueMs),
    trail: trail ?? null,
    data: isEvent ? fact.data : null,
  };
};

/** A row as a fact. */
export const factOf = (row: FactRow): KeptFact => ({
  fact:
    row.kind === 'timer'
      ? { kind: 'timer', id: row.event_id, step: row.type, dueMs: row.appended_ms }
      : {
          kind: 'event',
          id: row.event_id,
          type: row.type,
          appendedMs: row.appended_ms,
          timeMs: row.time_ms,
          data: revive(row.data),
        },
  trail: row.trail ?? undefined,
});

/** A decision that was taken, as the fact that it is. */
export const decisionFact = ({ decision, id, decidedMs, counted }: TakenDecision): DecisionFact => ({
  kind: 'decision',
  id,
  decision,
  decidedMs,
  ...(counted && { counted }),
});
