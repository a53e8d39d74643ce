import { parseArgs } from 'node:util';
import { createDecisionStore, loadServiceConfig } from '@troupe/agent-sdk';
import { TroupeError } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { createRegistryCodec } from '@troupe/messaging';
import type { SagaDefinition } from '@troupe/saga';
import { migrateSagas, type MigrationReport, type MigrationRequest } from '../engine/migrate-sagas.ts';
import { createCatalogue } from '../engine/saga-catalogue.ts';
import { postgresSagaStore } from '../engine/saga-store.postgres.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import { createParticipants } from '../participants/participants.ts';
import { COORDINATOR } from '../run-coordinator.ts';
import { sagas } from '../sagas/index.ts';
import { coordinatorSettings, type CoordinatorSettings } from '../settings.ts';

/** What `npm run migrate-sagas` is run with. */
export interface MigrateOptions {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Default: those that the coordinator runs. */
  readonly definitions?: (settings: CoordinatorSettings) => readonly SagaDefinition[];
  out(line: string): void;
  err(line: string): void;
}

const USAGE = `usage: npm run migrate-sagas -- <saga> <version> [--dry-run] [--conversation <id>]

Moves stored instances to a version whose definition declares 'migrates', from the version that it names. Coordinators that know
both versions go on meanwhile. --dry-run computes everything, says what would change, and writes nothing.`;

/** How it is used was not understood. */
class MigrateUsage extends Error {}

const OPTIONS = { 'dry-run': { type: 'boolean', default: false }, conversation: { type: 'string' } } as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new MigrateUsage(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
};

const readRequest = (args: readonly string[]): MigrationRequest => {
  const { values, positionals } = parse(args);
  const [saga, to, ...more] = positionals;
  if (saga === undefined || to === undefined || more.length > 0) throw new MigrateUsage(USAGE);
  const { conversation } = values;
  return { saga, to, isDryRun: values['dry-run'], ...(conversation && { conversationId: conversation }) };
};

const print = ({ saga, to, isDryRun }: MigrationRequest, { from, moved, changes, failures }: MigrationReport) => [
  `${isDryRun ? 'would move' : 'moved'} ${moved} instances of ${saga} from version ${from} to ${to}`,
  ...changes.map(
    ({ conversationId, before, after, decisions }) =>
      `${conversationId}: ${before} -> ${after}${decisions.map((type) => `, ${type}`).join('')}`,
  ),
  ...failures.map(({ conversationId, error }) => `${conversationId}: stays as it is: ${error.message}`),
];

const migrateWith = async (options: MigrateOptions, request: MigrationRequest): Promise<MigrationReport> => {
  const config = loadServiceConfig(options.env, { name: COORDINATOR, settings: coordinatorSettings });
  // It is required, unless a service says that it has none.
  const { databaseUrl: url = '', registryUrl, prefix, settings } = config;
  const database: Database<CoordinatorTables> = connectDatabase({ url, schema: COORDINATOR.replaceAll('-', '_') });
  try {
    const parts = {
      database,
      store: createDecisionStore(database),
      sagas: postgresSagaStore,
      catalogue: createCatalogue((options.definitions ?? sagas)(settings)),
      codec: createRegistryCodec({ url: registryUrl, prefix }),
      participants: createParticipants(),
      clock: Date.now,
    };
    return await migrateSagas(parts, request);
  } finally {
    await database.close();
  }
};

/** `npm run migrate-sagas`. The exit code: 0 done, 1 refused, or some instance stays as it is, 2 how it is used. */
export const runMigrate = async (options: MigrateOptions): Promise<number> => {
  try {
    const request = readRequest(options.args);
    const report = await migrateWith(options, request);
    for (const line of print(request, report)) options.out(line);
    return report.failures.length === 0 ? 0 : 1;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    options.err(TroupeError.is(error) ? `${error.code}: ${message}` : message);
    return error instanceof MigrateUsage ? 2 : 1;
  }
};
