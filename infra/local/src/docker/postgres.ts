import { randomBytes } from 'node:crypto';
import { databaseIsReady } from '../database-probe.ts';
import type { Server } from '../server.ts';
import { containerServer } from './container-server.ts';
import { type DockerContext, startContainer } from './docker-context.ts';

const NAME = 'troupe';
const ALIAS = 'database';
const MAX_CONNECTIONS = 400;
const PORT = 5432;

/** A database in Docker, with its address from here and from other containers of the run. */
export interface DockerPostgres extends Server {
  readonly url: string;
  readonly urlInDocker: string;
}

/** Starts PostgreSQL with an empty database. @throws STACK_FAILED */
export const startPostgresInDocker = async (context: DockerContext): Promise<DockerPostgres> => {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const { engine, image, network, progress } = context;
  const password = randomBytes(16).toString('hex');
  const container = await startContainer(context, {
    title: 'PostgreSQL',
    usualPort: PORT,
    containerPort: PORT,
    build: (port) =>
      new PostgreSqlContainer(image)
        .withExposedPorts(port)
        .withDatabase(NAME)
        .withUsername(NAME)
        .withPassword(password)
        .withNetworkMode(network)
        .withNetworkAliases(ALIAS)
        .withCommand(['postgres', '-c', `max_connections=${MAX_CONNECTIONS}`]),
  });
  const urlAt = (address: string): string => `postgres://${NAME}:${password}@${address}/${NAME}`;
  const address = `${container.getHost()}:${container.getMappedPort(PORT)}`;
  const url = urlAt(address);
  const isReady = (): Promise<boolean> => databaseIsReady(url);
  const server = await containerServer({ title: 'PostgreSQL', address, progress, engine, container, image, isReady });
  return { ...server, url, urlInDocker: urlAt(`${ALIAS}:${PORT}`) };
};
