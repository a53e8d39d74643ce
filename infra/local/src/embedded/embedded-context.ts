import { findPort } from '../ports.ts';
import type { StartContext } from '../server.ts';
import { stackError } from '../stack-error.ts';
import { type ChildServer, PortTaken } from './child-server.ts';

const ATTEMPTS = 5;

/** What an embedded server needs to know to start. */
export interface EmbeddedContext extends StartContext {
  /** The folder of this run: data and logs. */
  readonly runDir: string;
  /** Where what Maven fetched is kept between runs. */
  readonly cacheDir: string;
  readonly watch: {
    /** Told the pid of every process at once. */
    readonly onSpawn: (pid: number) => void;
    readonly onDeath: (message: string) => void;
  };
  /** Collects what must be stopped, in the order of starting, also when the start fails half-way. */
  readonly onStarted: (server: ChildServer) => void;
}

/** Starts a server on the usual port when that is free, on another otherwise, and on yet another when it loses the race for it. */
export const startOnFreePort = async (options: {
  context: EmbeddedContext;
  usualPort: number;
  prepare: (port: number, attempt: number) => ChildServer | Promise<ChildServer>;
}): Promise<{ server: ChildServer; port: number }> => {
  const { context, usualPort, prepare } = options;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const port = await findPort(context.usualPorts && attempt === 1 ? usualPort : undefined);
    const server = await prepare(port, attempt);
    context.onStarted(server);
    try {
      await server.start(context.signal);
      return { server, port };
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error;
      context.progress(`${error.message}: port ${port} was taken in the meantime, trying another`);
    }
  }
  throw stackError(
    `No port could be kept for a server in ${ATTEMPTS} attempts`,
    'start again, or give servers by environment',
  );
};
