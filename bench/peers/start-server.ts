import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 50;
const READY_WITHIN_MS = 60_000;

/** A port that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It listens on TCP, so its address is none of a pipe.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const answers = async (port: number): Promise<boolean> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

/** A server of a peer, as it is started. */
export interface ServerCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** It is ready once all of these listen. */
  readonly ports: readonly number[];
}

/** Starts a server and waits until it listens. It ends with this process, and this process with it. */
export const startServer = async ({ command, args, cwd, env, ports }: ServerCommand): Promise<void> => {
  const child = spawn(command, [...args], { cwd, env: { ...process.env, ...env }, stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGKILL'));
  child.once('exit', () => process.exit(1));
  const lastMs = performance.now() + READY_WITHIN_MS;
  for (const port of ports)
    while (!(await answers(port))) {
      if (performance.now() > lastMs) throw new Error(`${command} does not listen on ${port}`);
      await delay(POLL_MS);
    }
};
