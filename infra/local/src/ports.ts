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

const canBind = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
