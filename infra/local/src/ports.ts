import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { stackError } from './stack-error.ts';

/**
 * Ports are taken from below the range that systems use for outgoing connections: while a server restarts, a client
 * that reconnects to a port inside that range can be given the very port, connect to itself and keep the server out.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;
const ATTEMPTS = 50;
const STARTS = 5;

/** The address that every embedded server listens on and is reached at. */
export const LOOPBACK = '127.0.0.1';

/** A port that could be bound a moment ago: the usual one when it is given and free, any other otherwise. */
export const findPort = async (usual?: number): Promise<number> => {
  if (usual !== undefined && (await canBind(usual))) return usual;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await canBind(port)) return port;
  }
  throw stackError(
    `No free port was found between ${LOWEST} and ${HIGHEST}`,
    'stop what listens there (see `ss -ltn`), or give servers by KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL',
  );
};

/** Thrown by a start that lost the race for its port. */
export class PortTaken extends Error {}

/** Starts a server on the usual port when that is free, on another otherwise, and on yet another when it loses the race for it. */
export const onFreePort = async <T>(options: {
  /** Undefined when any port will do. */
  usualPort: number | undefined;
  progress: (message: string) => void;
  /** @throws PortTaken to be called again with another port */
  start: (port: number, attempt: number) => Promise<T>;
}): Promise<T> => {
  const { usualPort, progress, start } = options;
  for (let attempt = 1; attempt <= STARTS; attempt++) {
    const port = await findPort(attempt === 1 ? usualPort : undefined);
    try {
      return await start(port, attempt);
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      progress(`${error.message}: port ${port} was taken in the meantime, trying another`);
    }
  }
  throw stackError(
    `No port could be kept for a server in ${STARTS} attempts`,
    'start again, or give servers by environment',
  );
};

const canBind = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
