import { randomBytes } from 'node:crypto';
import { databaseIsReady } from '../database-probe.ts';
import type { Server } from '../server.ts';
import { containerServer } from './container-server.ts';
import { type DockerContext, startContainer } from './docker-context.ts';

const NAME = 'troupe';
const ALIAS = 'database';
const MAX_CONNECTIONS = 400;
const PORT = 5432;
const START_WITHIN_MS = 120_000;

/** A database in Docker, with its address from here and from other containers of the run. */
export interface DockerPostgres extends Server {
  readonly url: string;
  readonly urlInDocker: string;
}

/** Starts PostgreSQL with an empty database. @throws STACK_FAILED */
export const startPostgresInDocker = async (context: DockerContext): Promise<DockerPostgres> => {
  const { GenericContainer, Wait } = await import('testcontainers');
  const { engine, image, network, progress } = context;
  const password = randomBytes(16).toString('hex');
  const container = await startContainer(context, {
    title: 'PostgreSQL',
    usualPort: PORT,
    containerPort: PORT,
    build: (port) =>
      // Not the library's PostgreSqlContainer: that runs a health check four times a second for as long as the container lives.
      new GenericContainer(image)
        .withExposedPorts(port)
        .withEnvironment({ POSTGRES_DB: NAME, POSTGRES_USER: NAME, POSTGRES_PASSWORD: password })
        .withNetworkMode(network)
        .withNetworkAliases(ALIAS)
        .withCommand(['postgres', '-c', `max_connections=${MAX_CONNECTIONS}`])
        .withWaitStrategy(Wait.forListeningPorts())
        .withStartupTimeout(START_WITHIN_MS),
  });
  const urlAt = (address: string): string => `postgres://${NAME}:${password}@${address}/${NAME}`;
  const address = `${container.getHost()}:${container.getMappedPort(PORT)}`;
  const url = urlAt(address);
  const isReady = (): Promise<boolean> => databaseIsReady(url);
  const server = await containerServer({ title: 'PostgreSQL', address, progress, engine, container, image, isReady });
  return { ...server, url, urlInDocker: urlAt(`${ALIAS}:${PORT}`) };
};
