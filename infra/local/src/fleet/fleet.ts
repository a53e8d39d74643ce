import { join } from 'node:path';
import { ChildServer } from '../embedded/child-server.ts';
import { compileCache } from './compile-cache.ts';
import type { Service } from './discover-services.ts';

/** Services running as processes of their own. */
export interface Fleet {
  /** Where each one's HTTP is, by service name. */
  readonly urls: ReadonlyMap<string, string>;
  /** Asks all to drain and waits until they have ended. */
  stop(): Promise<void>;
}

/** What a fleet is started from. */
export interface FleetOptions {
  readonly services: readonly Service[];
  /** What every service gets: where Kafka, the registry and the database are. */
  readonly env: NodeJS.ProcessEnv;
  /** Ports that are wanted by name; the others take any that is free. */
  readonly ports: Readonly<Record<string, number>>;
  readonly logFolder: string;
  readonly onSpawn: (pid: number) => void;
  readonly onDeath: (message: string) => void;
  readonly progress: (message: string) => void;
}

const READY_WITHIN_MS = 60_000;

/** Starts every service as a process of its own and waits until all are ready. @throws STACK_FAILED with the end of a log */
export const startFleet = async (options: FleetOptions): Promise<Fleet> => {
  const urls = new Map<string, string>();
  const servers = options.services.map((service) =>
    serviceProcess(service, options, (url) => urls.set(service.name, url)),
  );
  const stop = async (): Promise<void> => void (await Promise.all(servers.map((server) => server.dispose())));
  try {
    await Promise.all(servers.map((server) => server.start()));
  } catch (error) {
    await stop();
    throw error;
  }
  return { urls, stop };
};

const ROOT = join(import.meta.dirname, '../../../..');

const serviceProcess = (service: Service, options: FleetOptions, onUrl: (url: string) => void): ChildServer =>
  new ChildServer({
    title: service.name,
    command: process.execPath,
    args: [service.main],
    env: { ...options.env, ...compileCache(ROOT, options.env), PORT: String(options.ports[service.name] ?? 0) },
    logFile: join(options.logFolder, `${service.name}.log`),
    stopSignal: 'SIGTERM',
    readyWithinMs: READY_WITHIN_MS,
    isReady: async (log) => {
      const url = listeningUrl(log);
      if (url === undefined || !(await isReady(url))) return false;
      onUrl(url);
      options.progress(`${service.name} is ready`);
      return true;
    },
    portTaken: /EADDRINUSE/,
    advice: `read the log, or run it alone: node ${service.main}`,
    onSpawn: options.onSpawn,
    onDeath: options.onDeath,
  });

/** The address that a service wrote into its log when it began to listen. */
export const listeningUrl = (log: string): string | undefined =>
  /"url":"(http:[^"]+)"[^\n]*"msg":"listening"/.exec(log)?.[1];

const isReady = async (url: string): Promise<boolean> => {
  try {
    return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
};
