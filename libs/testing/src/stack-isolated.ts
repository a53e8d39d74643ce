import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { sharedStack } from './stack-shared.ts';

/** A place of one spec file's own on the shared servers. */
export interface IsolatedStack {
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  /** A database that nobody else uses, empty at first. */
  readonly databaseUrl: string;
  /** TROUPE_PREFIX for topics, groups and subjects that nobody else uses, with its dot at the end. */
  readonly prefix: string;
  /** The environment that a service process needs to work in this place. */
  readonly env: Readonly<Record<string, string>>;
  /** Deletes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

const LONGEST_NAME = 30;

/** Makes a place for one spec file on the shared servers; the name shows in topics and in the database's name. */
export const isolated = async (name: string): Promise<IsolatedStack> => {
  const { kafkaBrokers, schemaRegistryUrl, databaseUrl } = sharedStack();
  const unique = `${slug(name)}-${randomBytes(4).toString('hex')}`;
  const database = `test_${unique.replaceAll('-', '_')}`;
  await administer(databaseUrl, `CREATE DATABASE ${database}`);
  const own = new URL(databaseUrl);
  own.pathname = `/${database}`;
  const prefix = `${unique}.`;
  const env = {
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: schemaRegistryUrl,
    DATABASE_URL: own.href,
    TROUPE_PREFIX: prefix,
  };
  const drop = (): Promise<void> => administer(databaseUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  return { kafkaBrokers, schemaRegistryUrl, databaseUrl: own.href, prefix, env, drop };
};

/** Letters, digits and dashes only: fit for a topic, and for a database's name unquoted. */
const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, LONGEST_NAME) || 'spec';

const administer = async (connectionString: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
