import { setTimeout as delay } from 'node:timers/promises';
import { ensureError } from '@troupe/contracts';
import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { asUnavailable } from './availability.ts';
import type { Database } from './connect-database.ts';

/** Steps by name, run in the order of their names, each once. A step that has been released is never changed. */
export type Migrations = Readonly<Record<string, Migration>>;

const MIGRATION_TABLE = 'migrations';

/** Tells our lock from the advisory locks of others in the same database. */
const LOCK_SPACE = 0x7472_6f75;
const LOCK_POLL_MS = 50;

/** Waits until no other instance migrates this schema; the lock ends with the transaction. */
const lockSchema = async (tx: Kysely<unknown>, schema: string): Promise<void> => {
  for (;;) {
    const { rows } = await sql<{
      locked: boolean;
    }>`select pg_try_advisory_xact_lock(${LOCK_SPACE}, hashtext(${schema})) as locked`.execute(tx);
    if (rows[0]?.locked === true) return;
    await delay(LOCK_POLL_MS);
  }
};

const nothing: Migration = { up: () => Promise.resolve() };

/** Steps that this version does not know: a newer version ran them, and an older one must still be able to start. */
const stepsOfNewerVersions = async (tx: Kysely<unknown>): Promise<Migrations> => {
  const { rows: tables } = await sql`select 1 from pg_tables
    where schemaname = current_schema() and tablename = ${MIGRATION_TABLE}`.execute(tx);
  if (tables.length === 0) return {};
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(MIGRATION_TABLE)}`.execute(tx);
  return Object.fromEntries(rows.map(({ name }) => [name, nothing]));
};

/** The steps, and the first error that one of them threw: the migrator reports only what came of it. */
const watched = (migrations: Migrations): { steps: Migrations; failure: () => unknown } => {
  let failure: unknown;
  const watch = ([name, { up }]: [string, Migration]): [string, Migration] => [
    name,
    {
      up: async (db) => {
        try {
          await up(db);
        } catch (error) {
          failure ??= error;
          throw error;
        }
      },
    },
  ];
  return { steps: Object.fromEntries(Object.entries(migrations).map(watch)), failure: () => failure };
};

const runSteps = async (
  tx: Kysely<unknown>,
  { schema, migrations }: { schema: string; migrations: Migrations },
): Promise<readonly string[]> => {
  const { steps, failure } = watched(migrations);
  const known = { ...(await stepsOfNewerVersions(tx)), ...steps };
  const migrator = new Migrator({
    db: tx,
    provider: { getMigrations: () => Promise.resolve(known) },
    // Without it a table of the same name in another service's schema would be taken for ours.
    migrationTableSchema: schema,
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: `${MIGRATION_TABLE}_lock`,
    // The steps of the service and of the libraries that it uses grow side by side.
    allowUnorderedMigrations: true,
  });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw ensureError(failure() ?? error);
  return results.map(({ migrationName }) => migrationName);
};

/**
 * Creates the schema and runs the steps that it has not seen, all in one transaction: either every one of them holds or
 * none. Several instances may start at once: one runs them, the others wait. A schema that a newer version has already
 * moved on is left alone, so steps must be such that the version before can still work.
 * @returns the names of the steps that were run
 * @throws TroupeError DATABASE_UNAVAILABLE · the database's own error of the step that failed
 */
export const migrate = async <Tables>(
  database: Database<Tables>,
  migrations: Migrations,
): Promise<readonly string[]> => {
  try {
    return await database.unhurried((db) =>
      db.transaction().execute(async (tx) => {
        await lockSchema(tx, database.schema);
        await sql`create schema if not exists ${sql.id(database.schema)}`.execute(tx);
        return await runSteps(tx, { schema: database.schema, migrations });
      }),
    );
  } catch (error) {
    throw asUnavailable(error);
  }
};
