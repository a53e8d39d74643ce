import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase } from '@troupe/database';
import type { LocalStack } from '@troupe/local-stack';
import { sql, type RawBuilder } from 'kysely';
import { atExit } from '../at-exit.ts';
import type { PeerEnvironment } from './contract.ts';
import { readLedger, type SagaEffects } from './ledger.ts';

/** Where a peer is measured: a database, a prefix and a folder of its own. */
export interface PeerPlace {
  readonly environment: PeerEnvironment;
  /** What the tasks of all its sagas have left. */
  effects(): ReadonlyMap<string, SagaEffects>;
  /** Removes folder and database; topics go with the stack. */
  remove(): Promise<void>;
}

const PARTITIONS = 6;

/** One statement that names a database. */
const toDatabase = async (url: string, statement: RawBuilder<unknown>): Promise<void> => {
  const { db, close } = connectDatabase({ url, schema: 'public', maxConnections: 1 });
  await statement.execute(db).finally(close);
};

/** Makes the place of a peer of this name. */
export const openPlace = async (stack: LocalStack, name: string, variant = ''): Promise<PeerPlace> => {
  // Given servers outlive the run, and may have been given to an earlier one.
  const run = `bench-${process.pid}-${Date.now().toString(36)}-${name}`;
  const folder = mkdtempSync(join(tmpdir(), `${run}-`));
  const ledger = join(folder, 'ledger');
  writeFileSync(ledger, '');
  const forget = atExit(() => rmSync(folder, { recursive: true, force: true }));
  const database = run.replaceAll('-', '_');
  await toDatabase(stack.databaseUrl, sql`create database ${sql.id(database)}`);
  return {
    environment: {
      brokers: stack.kafkaBrokers,
      registryUrl: stack.schemaRegistryUrl,
      databaseUrl: Object.assign(new URL(stack.databaseUrl), { pathname: `/${database}` }).href,
      prefix: `${run}.`,
      partitions: PARTITIONS,
      ledger,
      folder,
      variant,
    },
    effects: () => readLedger(readFileSync(ledger, 'utf8')),
    remove: async () => {
      forget();
      rmSync(folder, { recursive: true, force: true });
      await toDatabase(stack.databaseUrl, sql`drop database ${sql.id(database)} with (force)`);
    },
  };
};

/** The saga of this number, by name: what is keyed by it in a peer, and stands in its ledger. */
export const sagaName = (peer: string, index: number): string => `${peer}-${index}`;
