import { onFreePort } from '../ports.ts';
import type { StartContext } from '../server.ts';
import type { ChildServer } from './child-server.ts';

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

/** Starts a server on the usual port when that is wanted and free, on another otherwise. */
export const startOnFreePort = (options: {
  context: EmbeddedContext;
  usualPort: number;
  prepare: (port: number, attempt: number) => ChildServer | Promise<ChildServer>;
}): Promise<{ server: ChildServer; port: number }> => {
  const { context, usualPort, prepare } = options;
  return onFreePort({
    usualPort: context.usualPorts ? usualPort : undefined,
    progress: context.progress,
    start: async (port, attempt) => {
      const server = await prepare(port, attempt);
      context.onStarted(server);
      await server.start(context.signal);
      return { server, port };
    },
  });
};
