import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { sharedStack } from './stack-shared.ts';

/** Where the topics, groups and subjects of one spec file are its own. */
export interface StackPlace {
  readonly kafkaBrokers: readonly string[];
  readonly schemaRegistryUrl: string;
  readonly databaseUrl: string;
  /** TROUPE_PREFIX for topics, groups and subjects that nobody else uses, with its dot at the end. */
  readonly prefix: string;
  /** Of every topic here: enough to spread conversations, and each costs the broker that all share. */
  readonly partitions: number;
  /** The environment that a service process needs to work in this place. */
  readonly env: Readonly<Record<string, string>>;
}

/** A place of one spec file's own on the shared servers, with a database that nobody else uses, empty at first. */
export interface IsolatedStack extends StackPlace {
  /** Deletes the database, whoever is still connected to it. */
  drop(): Promise<void>;
}

const LONGEST_NAME = 30;
const PARTITIONS = 3;

/** The place on these servers that a prefix makes. */
export const placeOn = (
  { kafkaBrokers, schemaRegistryUrl, databaseUrl }: Omit<StackPlace, 'prefix' | 'partitions' | 'env'>,
  prefix: string,
): StackPlace => {
  const env = {
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: schemaRegistryUrl,
    DATABASE_URL: databaseUrl,
    TROUPE_PREFIX: prefix,
    TROUPE_PARTITIONS: String(PARTITIONS),
  };
  return { kafkaBrokers, schemaRegistryUrl, databaseUrl, prefix, partitions: PARTITIONS, env };
};

/** Makes a place for one spec file on the shared servers; the name shows in topics and in the database's name. */
export const isolated = async (name: string): Promise<IsolatedStack> => {
  const stack = sharedStack();
  const { databaseUrl } = stack;
  const unique = `${slug(name)}-${randomBytes(4).toString('hex')}`;
  const database = `test_${unique.replaceAll('-', '_')}`;
  await administer(databaseUrl, `CREATE DATABASE ${database}`);
  const own = new URL(databaseUrl);
  own.pathname = `/${database}`;
  const drop = (): Promise<void> => administer(databaseUrl, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
  return { ...placeOn({ ...stack, databaseUrl: own.href }, `${unique}.`), drop };
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
