import { TroupeError } from '@troupe/contracts';
import type { ServerKind, ServerName } from './server.ts';

/** Makes one kind win over the other where both would do. */
export type Preference = 'docker' | 'embedded';

/** Where each of the three servers comes from. */
export type StackKinds = Readonly<Record<ServerName, ServerKind>>;

/** The variable that gives each server. */
export const GIVEN_BY: Readonly<Record<ServerName, string>> = {
  kafka: 'KAFKA_BROKERS',
  registry: 'SCHEMA_REGISTRY_URL',
  database: 'DATABASE_URL',
};

/** The variable that names each image. */
export const IMAGE_BY: Readonly<Record<ServerName, string>> = {
  kafka: 'KAFKA_IMAGE',
  registry: 'SCHEMA_REGISTRY_IMAGE',
  database: 'POSTGRES_IMAGE',
};

/** Chooses for each server: given, or else Docker when its image can be had there, or else embedded. */
export const chooseKinds = (facts: {
  readonly env: NodeJS.ProcessEnv;
  /** The image of every server that Docker can run. */
  readonly inDocker: Readonly<Partial<Record<ServerName, string>>>;
}): StackKinds => {
  const { env, inDocker } = facts;
  const choose = (name: ServerName): ServerKind =>
    env[GIVEN_BY[name]] ? 'given' : inDocker[name] !== undefined ? 'docker' : 'embedded';
  const database = choose('database');
  const registry = choose('registry');
  // A registry in a container cannot reach a database that listens on this machine's loopback.
  const reachable = registry !== 'docker' || database === 'docker';
  return { kafka: choose('kafka'), database, registry: reachable ? registry : 'embedded' };
};

/** What TROUPE_STACK says, or else the option. @throws CONFIG_INVALID for any other word */
export const readPreference = (env: NodeJS.ProcessEnv, option: Preference | undefined): Preference | undefined => {
  const said = env['TROUPE_STACK'];
  if (said === undefined || said === '') return option;
  if (said === 'docker' || said === 'embedded') return said;
  throw new TroupeError('CONFIG_INVALID', `TROUPE_STACK is '${said}': set it to docker or embedded, or leave it out`);
};
