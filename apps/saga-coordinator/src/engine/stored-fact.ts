import type { DecisionFact, EventFact, TimerFact } from '@troupe/saga';
import type { InstanceKey } from './arrival.ts';
import { revive } from './stored-json.ts';
import type { FactRow, TakenDecision } from './tables.ts';
import type { Trail } from './trail.ts';
import { unknownFormat } from './unknown-version.ts';

/** How facts are written now: bytes as `$bytes` in base64, no character 0. Raise it when a row is to be read differently. */
const FORMAT = 1;

/** A fact that is kept, with what its envelope hands on. */
export interface KeptFact {
  readonly fact: EventFact | TimerFact;
  /** Undefined for a timer. */
  readonly trail: Trail | undefined;
  /** It means nothing to the version that its instance was moved to. It is kept because it may come again. */
  readonly isVoid?: boolean;
}

/** A fact as a row. */
export const factRow = ({ saga, conversationId }: InstanceKey, { fact, trail, isVoid = false }: KeptFact): FactRow => {
  const isEvent = fact.kind === 'event';
  return {
    saga,
    conversation_id: conversationId,
    event_id: fact.id,
    kind: isVoid ? 'void' : fact.kind,
    type: isEvent ? fact.type : fact.step,
    appended_ms: Math.trunc(isEvent ? fact.appendedMs : fact.dueMs),
    time_ms: Math.trunc(isEvent ? fact.timeMs : fact.dueMs),
    trail: trail ?? null,
    data: isEvent ? fact.data : null,
    format: FORMAT,
  };
};

const readable = (row: FactRow): FactRow => {
  if (row.format <= FORMAT) return row;
  throw unknownFormat(row);
};

/** A row as a fact. @throws UnknownVersion when it was stored in a later format */
export const factOf = (row: FactRow): KeptFact => ({
  ...(readable(row).kind === 'void' && { isVoid: true }),
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

/** What kept facts say to the definition of their instance. */
export const toldBy = (kept: readonly KeptFact[]): readonly (EventFact | TimerFact)[] =>
  kept.filter(({ isVoid = false }) => !isVoid).map(({ fact }) => fact);

/** A decision that was taken, as the fact that it is. */
export const decisionFact = ({ decision, id, decidedMs, counted, refused, restarts }: TakenDecision): DecisionFact => ({
  kind: 'decision',
  id,
  decision,
  decidedMs,
  ...(counted && { counted }),
  ...(refused !== undefined && { refused }),
  ...(restarts && { restarts }),
});
