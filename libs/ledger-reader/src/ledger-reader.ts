import { TroupeError } from '@troupe/contracts';
import { asUnavailable, connectDatabase } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import { LEDGER_LOCK, LEDGER_SCHEMA } from './signals.ts';
import type { EventsTable, LedgerTables } from './tables.ts';

/** An event of a conversation as it is told to people and programs. */
export interface LedgerEvent {
  /** From 1, without gaps within its conversation. */
  readonly position: number;
  readonly id: string;
  readonly type: string;
  /** The agent, saga or edge that concluded it. */
  readonly source: string;
  /** When it was concluded, by its source's clock: ISO date-time. */
  readonly time: string;
  /** When the log took it: ISO date-time. */
  readonly appendedAt: string;
  readonly causationId: string | null;
  readonly lamport: number;
  readonly data: object;
}

/** Reads what the ledger has written. */
export interface LedgerReader {
  /**
   * Events of a conversation after a position, in the order of positions; empty for a conversation that it does not know.
   * @throws TroupeError DATABASE_UNAVAILABLE when the ledger's database is away or no ledger has ever run there
   */
  events(
    conversationId: string,
    options: { readonly after: number; readonly limit: number },
  ): Promise<readonly LedgerEvent[]>;
  /** Whether a conversation has an event of one of these types. @throws TroupeError DATABASE_UNAVAILABLE as `events` */
  has(conversationId: string, types: readonly string[]): Promise<boolean>;
  /** Whether a ledger is running now, so that what is read keeps up. @throws TroupeError DATABASE_UNAVAILABLE */
  alive(): Promise<boolean>;
  /** Whether the ledger's database answers. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

const ALIVE_FOR_MS = 1_000;
const NO_SUCH_TABLE = '42P01';

/** A reader of the ledger in this database. */
export const createLedgerReader = ({
  url,
  maxConnections = 4,
}: {
  url: string;
  maxConnections?: number;
}): LedgerReader => {
  const database = connectDatabase<LedgerTables>({
    url,
    schema: LEDGER_SCHEMA,
    applicationName: 'ledger-reader',
    maxConnections,
  });
  let known: { readonly alive: Promise<boolean>; readonly untilMs: number } | undefined;
  return {
    events: (conversationId, options) => reading(() => selectEvents(database.db, conversationId, options)),
    has: (conversationId, types) => reading(() => hasEvent(database.db, conversationId, types)),
    alive: () => {
      if (known === undefined || Date.now() > known.untilMs)
        known = { alive: reading(() => isHeld(database.db)), untilMs: Date.now() + ALIVE_FOR_MS };
      return known.alive;
    },
    ready: () => database.ready(),
    close: () => database.close(),
  };
};

const reading = async <T>(read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === NO_SUCH_TABLE)
      throw new TroupeError('DATABASE_UNAVAILABLE', 'No ledger has run in this database yet: start apps/ledger', {
        cause: error,
      });
    throw asUnavailable(error);
  }
};

const selectEvents = async (
  db: Kysely<LedgerTables>,
  conversationId: string,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly LedgerEvent[]> => {
  const rows = await db
    .selectFrom('events')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map(toEvent);
};

const hasEvent = async (
  db: Kysely<LedgerTables>,
  conversationId: string,
  types: readonly string[],
): Promise<boolean> => {
  const found = await db
    .selectFrom('events')
    .select('type')
    .where('conversation_id', '=', conversationId)
    .where('type', 'in', types)
    .limit(1)
    .execute();
  return found.length > 0;
};

type Row = Omit<EventsTable, 'data' | 'provenance'> & { readonly data: object };

const toEvent = (row: Row): LedgerEvent => ({
  position: row.position,
  id: row.event_id,
  type: row.type,
  source: row.source,
  time: row.concluded_at.toISOString(),
  appendedAt: row.appended_at.toISOString(),
  causationId: row.causation_id,
  lamport: row.lamport,
  data: row.data,
});

const isHeld = async (db: Kysely<LedgerTables>): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from pg_locks
    where locktype = 'advisory' and granted and classid = ${LEDGER_LOCK.space} and objid = ${LEDGER_LOCK.key}
      and database = (select oid from pg_database where datname = current_database())
    limit 1`.execute(db);
  return rows.length > 0;
};
