import {
  EVENT_TYPES,
  EventHeld,
  type AvroRecordSchema,
  type EventDefinition,
  type EventHeldData,
} from '@troupe/contracts';
import type { ParticipantRow, StartCondition } from '@troupe/saga';

/** An event type as a row holds it: whoever reads it needs no other place to know the event by. */
export type KeptEvent = Pick<EventDefinition, 'type' | 'domain'> & { readonly schema: AvroRecordSchema };

/** What a row of 'added' holds. */
export interface KeptStep {
  readonly completedBy: KeptEvent;
  readonly failedBy: readonly KeptEvent[];
  readonly compensatedBy: KeptEvent | null;
  readonly withinMs: number;
  readonly optional: boolean;
  /** Absent from rows that were made before there was such a thing. */
  readonly heldBy?: string | null;
}

/** A row of `saga_participants`: it is never changed. */
export interface ParticipantRecord {
  readonly id: number;
  readonly saga: string;
  readonly step: string;
  readonly change: ParticipantRow['change'];
  readonly condition: StartCondition | null;
  readonly added: KeptStep | null;
  /** It concerns starts that were appended later, in milliseconds since 1970 UTC. */
  readonly effective_ms: number;
  /** Who made it. */
  readonly made_by: string;
  readonly reason: string;
  readonly made_at: Date;
}

const COMPILED: ReadonlyMap<string, EventDefinition> = new Map(EVENT_TYPES.map((event) => [event.type, event]));

/** The event type of this name that this coordinator was compiled with. */
export const compiledEvent = (type: string): EventDefinition | undefined => COMPILED.get(type);

/** Knows each event type by one definition, so that what is looked up about it is looked up once. */
export type Recall = (kept: KeptEvent) => EventDefinition;

/** Remembers every version of every type; an event that the coordinator was compiled with is read as that. */
export const createRecall = (): Recall => {
  const known = new Map<string, EventDefinition>();
  return (kept) => {
    const compiled = compiledEvent(kept.type);
    if (compiled !== undefined) return compiled;
    const key = JSON.stringify(kept);
    const found = known.get(key) ?? kept;
    known.set(key, found);
    return found;
  };
};

/** An event type as a row is to hold it. */
export const keptEvent = ({ type, domain, schema }: EventDefinition): KeptEvent => ({ type, domain, schema });

/** What a row says, as the fold takes it. */
export const participantOf = (record: ParticipantRecord, recall: Recall): ParticipantRow => {
  const { id, saga, step, change, condition, added, effective_ms: effectiveMs } = record;
  return {
    ...{ id, saga, step, change, effectiveMs },
    when: condition ?? undefined,
    added: added
      ? {
          completedBy: recall(added.completedBy),
          failedBy: added.failedBy.map(recall),
          compensatedBy: added.compensatedBy === null ? undefined : recall(added.compensatedBy),
          withinMs: added.withinMs,
          optional: added.optional,
          heldBy: added.heldBy ?? undefined,
        }
      : undefined,
  };
};

/** The event types that a row waits for. */
export const eventsOf = ({ added }: ParticipantRow): readonly EventDefinition[] =>
  added === undefined
    ? []
    : [
        ...[added.completedBy, ...added.failedBy],
        ...(added.compensatedBy === undefined ? [] : [added.compensatedBy]),
        ...(added.heldBy === undefined ? [] : [EventHeld]),
      ];

/** Whether an event can concern the conversations of a row: of what agents hold, only what holds its step up. */
export const isMeantFor = (row: ParticipantRow, type: string, data: unknown): boolean =>
  // The type says what data the event carries.
  type === EventHeld.type
    ? row.added?.heldBy === (data as EventHeldData).agent
    : eventsOf(row).some((event) => event.type === type);
