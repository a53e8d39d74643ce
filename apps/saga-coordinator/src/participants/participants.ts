import type { EventDefinition } from '@troupe/contracts';
import type { ParticipantRow } from '@troupe/saga';
import { sql, type Kysely } from 'kysely';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import { createRecall, eventsOf, isMeantFor, participantOf, type ParticipantRecord } from './participant-row.ts';

/** A row that is not seen yet may be on its way for so much of the margin. */
const UNDER_WAY = 1 / 3;

/** Who takes part in which saga, as far as this process knows. */
export interface Participants {
  /**
   * Every row that can concern a conversation whose start was appended at that moment or before. Looks, over the given
   * connection, only where there could be one that is not known.
   */
  upTo(appendedMs: number, db: Kysely<CoordinatorTables>): Promise<readonly ParticipantRow[]>;
  /** Reads what is new. Resolves to the moment up to which every row is known then. */
  look(db: Kysely<CoordinatorTables>): Promise<number>;
  /** The event types that rows wait for, whether or not they are in effect. */
  events(): readonly EventDefinition[];
  /** What a coordinator consumes, with what rows wait for. */
  joinedTo(catalogue: SagaCatalogue): SagaCatalogue;
}

type NewRows = readonly (ParticipantRecord & { readonly now_ms: number; readonly least_ms: number })[];

const readNew = async (db: Kysely<CoordinatorTables>, known: readonly number[]): Promise<NewRows> => {
  // The time is taken before the statement looks; one row tells it where there is nothing new.
  const { rows } = await sql<NewRows[number]>`
    select (extract(epoch from statement_timestamp()) * 1000)::bigint as now_ms, m.least_ms, p.*
    from participant_margin m left join saga_participants p on not p.id = any(${known}::bigint[])
    order by p.id`.execute(db);
  return rows;
};

/**
 * None at first. A row comes into effect no sooner than a margin after it is made, so what was read at a moment is complete
 * for all starts up to two thirds of it later: nothing has to be read with each of them, and nothing is missed.
 */
export const createParticipants = (): Participants => {
  const recall = createRecall();
  const rows = new Map<number, ParticipantRow>();
  let completeUntilMs = -Infinity;
  const look: Participants['look'] = async (db) => {
    const read = await readNew(db, [...rows.keys()]);
    // Without anything new, the one row has no columns but time and margin.
    for (const record of read.filter(({ id }) => (id as number | null) !== null))
      rows.set(record.id, participantOf(record, recall));
    const { now_ms: nowMs, least_ms: marginMs } = read[0] ?? { now_ms: -Infinity, least_ms: 0 };
    const untilMs = nowMs + Math.trunc(marginMs * (1 - UNDER_WAY));
    completeUntilMs = Math.max(completeUntilMs, untilMs);
    return untilMs;
  };
  const events = (): readonly EventDefinition[] => {
    const all = [...rows.values()].flatMap(eventsOf);
    return [...new Map(all.map((event) => [event.type, event])).values()];
  };
  const fedBy = (type: string, data: unknown): readonly string[] =>
    [...rows.values()].filter((row) => isMeantFor(row, type, data)).map(({ saga }) => saga);
  return {
    look,
    events,
    upTo: async (appendedMs, db) => {
      if (appendedMs > completeUntilMs) await look(db);
      return [...rows.values()];
    },
    joinedTo: (catalogue) => ({
      ...catalogue,
      get consumes() {
        const own = catalogue.consumes;
        return [...own, ...events().filter(({ type }) => catalogue.consumed(type) === undefined)];
      },
      consumed: (type) => catalogue.consumed(type) ?? events().find((event) => event.type === type),
      fedBy: (type, data) => {
        const sagas = fedBy(type, data).filter((saga) => catalogue.current(saga) !== undefined);
        return sagas.length === 0
          ? catalogue.fedBy(type, data)
          : [...new Set([...catalogue.fedBy(type, data), ...sagas])];
      },
    }),
  };
};
