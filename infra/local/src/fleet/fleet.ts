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
      const readiness = url === undefined ? undefined : await readinessOf(url);
      if (url === undefined || readiness === undefined || !isUsable(readiness)) return false;
      onUrl(url);
      options.progress(readyLine(service.name, readiness));
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

/** What fails of a service that answers all the same, and says in its answers that it cannot do more. */
const LESSER = /^sandbox(-|$)/;

/** Whether everything is there that the others need of it. */
export const isUsable = ({ ready, failed }: Readiness): boolean =>
  ready || (failed.length > 0 && failed.every((check) => LESSER.test(check)));

const readyLine = (name: string, { failed }: Readiness): string =>
  failed.length === 0 ? `${name} is ready` : `${name} is there, but refuses its work for want of ${failed.join(', ')}`;

interface Readiness {
  readonly ready: boolean;
  /** The names of the checks that fail. */
  readonly failed: readonly string[];
}

/** What a service says of itself; undefined when it says nothing. */
const readinessOf = async (url: string): Promise<Readiness | undefined> => {
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
    // The page is that of our own health server.
    const { failed } = (await response.json()) as Pick<Readiness, 'failed'>;
    return { ready: response.ok, failed };
  } catch {
    return undefined;
  }
};
