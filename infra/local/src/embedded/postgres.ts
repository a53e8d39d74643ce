import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { databaseIsReady } from '../database-probe.ts';
import { LOOPBACK } from '../ports.ts';
import type { Server } from '../server.ts';
import { stackError } from '../stack-error.ts';
import { ChildServer } from './child-server.ts';
import { type EmbeddedContext, startOnFreePort } from './embedded-context.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { findServerUser, type OsUser } from './postgres-user.ts';

const run = promisify(execFile);

const ROLE = 'troupe';
const USUAL_PORT = 5432;
const MAX_CONNECTIONS = 400;
const READY_WITHIN_MS = 60_000;
const ADVICE = 'read the log above; a database of your own can be given by DATABASE_URL';

/** A database server that runs as a process of ours. */
export interface EmbeddedPostgres extends Server {
  readonly url: string;
}

/** Starts PostgreSQL with an empty database `troupe`, writing to disk as it would in production. @throws STACK_FAILED */
export const startEmbeddedPostgres = async (context: EmbeddedContext): Promise<EmbeddedPostgres> => {
  const { progress } = context;
  const user = await findServerUser(progress);
  const binaries = await findPostgresBinaries(context.runDir, user);
  progress(`PostgreSQL ${binaries.version}: starting`);
  const password = randomBytes(16).toString('hex');
  const cluster: Cluster = { context, binaries, user, password, folder: join(context.runDir, 'postgres') };
  await initialise(cluster);
  const { server, port } = await startOnFreePort({
    context,
    usualPort: USUAL_PORT,
    prepare: (chosen) => prepareServer(cluster, chosen),
  });
  progress(`PostgreSQL ${binaries.version}: ready on ${LOOPBACK}:${port}`);
  return {
    kind: 'embedded',
    description: `PostgreSQL ${binaries.version}`,
    url: urlOf(cluster, port),
    start: () => server.start(),
    stop: () => server.stop(),
    kill: () => server.kill(),
  };
};

interface Cluster {
  readonly context: EmbeddedContext;
  readonly binaries: PostgresBinaries;
  readonly user: OsUser | undefined;
  readonly password: string;
  readonly folder: string;
}

const urlOf = ({ password }: Cluster, port: number): string =>
  `postgres://${ROLE}:${password}@${LOOPBACK}:${port}/postgres`;

const initialise = async ({ context, binaries, user, password, folder }: Cluster): Promise<void> => {
  mkdirSync(folder, { mode: 0o700 });
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user !== undefined) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const identity = [`--username=${ROLE}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  // The new cluster need not survive a power cut that happens before its first start; what is written later does.
  const args = [`--pgdata=${join(folder, 'data')}`, ...identity, '--encoding=UTF8', '--locale=C', '--no-sync'];
  try {
    await run(binaries.initdb, args, { ...user, cwd: '/', signal: context.signal, timeout: READY_WITHIN_MS });
  } catch (error) {
    context.signal.throwIfAborted();
    const said = (error as { stderr?: string }).stderr?.trim() ?? String(error);
    throw stackError(`PostgreSQL's data folder could not be made: ${said}`, advice(user), error);
  } finally {
    rmSync(passwordFile, { force: true });
  }
};

const advice = (user: OsUser | undefined): string =>
  user === undefined
    ? 'check that the folder can be written; or give a database by DATABASE_URL, or start Docker'
    : 'as root, PostgreSQL runs as the user `postgres`: every folder above its data must be open to it (chmod o+x), ' +
      'so clone into another folder or start as another user; or give a database by DATABASE_URL, or start Docker';

const prepareServer = (cluster: Cluster, port: number): ChildServer => {
  const { context, binaries, user, folder } = cluster;
  const settings = [`listen_addresses=${LOOPBACK}`, 'unix_socket_directories=', `max_connections=${MAX_CONNECTIONS}`];
  return new ChildServer({
    title: 'PostgreSQL',
    command: binaries.postgres,
    args: ['-D', join(folder, 'data'), '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    env: { ...context.env, LC_ALL: 'C' },
    user,
    logFile: join(context.runDir, 'postgres.log'),
    // A fast shutdown; SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    readyWithinMs: READY_WITHIN_MS,
    isReady: () => databaseIsReady(urlOf(cluster, port)),
    portTaken: /could not bind|Address already in use/,
    // Backends of a killed postmaster need a moment to notice and leave.
    predecessorAlive: /shared memory block .* still in use|lock file "postmaster.pid" already exists/,
    advice: ADVICE,
    ...context.watch,
  });
};
