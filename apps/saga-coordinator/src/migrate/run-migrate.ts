import { userInfo } from 'node:os';
import { createDecisionStore, loadServiceConfig } from '@troupe/agent-sdk';
import { parseOptions, plain, refuseMore, required, runCommand, type CommandAnswer } from '@troupe/agent-sdk/command';
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
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

const USAGE = `usage: npm run migrate-sagas -- <saga> <version> --dry-run
       npm run migrate-sagas -- <saga> <version> --reason <why>

Moves stored instances to a version whose definition declares 'migrates', from the version that it names. Coordinators that know
both versions go on meanwhile.

  --dry-run            computes everything, says what would change, and writes nothing
  --reason <why>       kept with the event that tells each conversation of it
  --by <who>           who says so; default: the user of this process
  --conversation <id>  only this one; default: all
  --json               one JSON document instead of text`;

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  reason: { type: 'string' },
  by: { type: 'string' },
  conversation: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

const readArguments = (args: readonly string[]): MigrationRequest & { readonly json: boolean } => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  const [saga, to, ...more] = positionals;
  refuseMore(more);
  const { conversation, json, reason, by = userInfo().username } = values;
  const moving = { saga: required('the <saga>', saga), to: required('the <version>', to) };
  const which = { ...moving, json, ...(conversation && { conversationId: conversation }) };
  if (values['dry-run']) return { ...which, isDryRun: true };
  return { ...which, isDryRun: false, reason: required('--reason', reason?.trim()), by };
};

const print = ({ saga, to, isDryRun }: MigrationRequest, { from, moved, changes, failures }: MigrationReport): string =>
  [
    `${isDryRun ? 'would move' : 'moved'} ${moved} instances of ${saga} from version ${from} to ${to}`,
    ...changes.map(
      ({ conversationId, before, after, decisions }) =>
        `${plain(conversationId)}: ${before} -> ${after}${decisions.map((type) => `, ${type}`).join('')}`,
    ),
    ...failures.map(({ conversationId, error }) => `${plain(conversationId)}: stays as it is: ${plain(error.message)}`),
  ].join('\n');

const answerOf = (request: MigrationRequest, report: MigrationReport): CommandAnswer => ({
  json: { ...report, failures: report.failures.map(({ error, ...about }) => ({ ...about, error: error.message })) },
  text: print(request, report),
  failed: report.failures.length > 0,
});

const migrateWith = async (options: MigrateOptions, request: MigrationRequest): Promise<MigrationReport> => {
  const config = loadServiceConfig(options.env, { name: COORDINATOR, settings: coordinatorSettings });
  // It is required, unless a service says that it has none.
  const { databaseUrl: url = '', registryUrl, prefix, settings } = config;
  const database: Database<CoordinatorTables> = connectDatabase({ url, schema: COORDINATOR.replaceAll('-', '_') });
  const catalogue = createCatalogue((options.definitions ?? sagas)(settings));
  const codec = createRegistryCodec({ url: registryUrl, prefix });
  try {
    // In a transaction nobody is asked for a schema.
    if (!request.isDryRun) await codec.warm(catalogue.publishes);
    const parts = {
      database,
      store: createDecisionStore(database),
      sagas: postgresSagaStore,
      catalogue,
      codec,
      participants: createParticipants(),
      clock: Date.now,
    };
    return await migrateSagas(parts, request);
  } finally {
    await database.close();
  }
};

/** `npm run migrate-sagas`. The exit code: 0 done or helped, 1 refused, or some instance stays as it is, 2 usage. */
export const runMigrate = (options: MigrateOptions): Promise<number> =>
  runCommand({
    usage: USAGE,
    out: options.out,
    err: options.err,
    run: async () => {
      const { json, ...request } = readArguments(options.args);
      return { ...answerOf(request, await migrateWith(options, request)), asJson: json };
    },
  });
