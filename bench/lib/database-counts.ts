import { connectDatabase } from '@troupe/database';
import { sql } from 'kysely';

/** What a PostgreSQL server has done so far. */
export interface DatabaseCounts {
  readonly commits: number;
  /** Undefined where pg_stat_statements is not loaded. */
  readonly statements: number | undefined;
  readonly walBytes: number;
  /** Times that the log was forced to the disk: commits that come together share one. */
  readonly walSyncs: number;
}

/** Reads the counts of one server. */
export interface DatabaseCounter {
  read(): Promise<DatabaseCounts>;
  close(): Promise<void>;
}

/** A backend reports what it has done a second later at most. */
export const REPORTED_WITHIN_MS = 1_500;

const prepareStatements = async (db: ReturnType<typeof connectDatabase>['db']): Promise<boolean> => {
  const { rows } = await sql<{ there: boolean }>`
    select current_setting('shared_preload_libraries') like '%pg_stat_statements%' as there`.execute(db);
  if (rows[0]?.there !== true) return false;
  await sql`create extension if not exists pg_stat_statements schema public`.execute(db);
  return true;
};

/** Connects to the server whose counts are wanted. */
export const countDatabase = async (url: string): Promise<DatabaseCounter> => {
  const { db, close } = connectDatabase({ url, schema: 'public', maxConnections: 1 });
  const statements = (await prepareStatements(db))
    ? sql`(select sum(calls) from pg_stat_statements where toplevel)::bigint`
    : sql`null::bigint`;
  return {
    read: async () => {
      const { rows } = await sql<{ commits: number; statements: number | null; bytes: number; syncs: number }>`
        select (select sum(xact_commit) from pg_stat_database)::bigint as commits, ${statements} as statements,
          (select wal_bytes from pg_stat_wal)::bigint as bytes,
          (select sum(fsyncs) from pg_stat_io where object = 'wal' and context = 'normal')::bigint as syncs`.execute(
        db,
      );
      const [row] = rows;
      return {
        commits: row?.commits ?? 0,
        statements: row?.statements ?? undefined,
        walBytes: row?.bytes ?? 0,
        walSyncs: row?.syncs ?? 0,
      };
    },
    close,
  };
};
