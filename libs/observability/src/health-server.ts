import { once } from 'node:events';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Registry } from 'prom-client';
import { createReadiness, type HealthCheck, type Readiness } from './health-checks.ts';
import type { Metrics } from './metrics.ts';

/** What a health server tells. */
export interface HealthServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** By the name that the answer gives them: kafka, registry, database. */
  readonly checks: Readonly<Record<string, HealthCheck>>;
  readonly metrics: Pick<Metrics, 'registry'>;
  /** Who answers every other path, for a service with an HTTP interface of its own; asked anew for each request. */
  readonly otherwise?: () => RequestListener | undefined;
  /** Who takes connections over that become WebSockets; without one they are answered as any request. */
  readonly upgrade?: () => UpgradeListener | undefined;
}

/** Takes a connection over, with what was read of it already. */
export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** A running health server. */
export interface HealthServer {
  /** http://host:port */
  readonly url: string;
  /** From now on not ready, so that nobody sends more work. */
  setDraining(): void;
  /** Idempotent. */
  close(): Promise<void>;
}

/** Not imported: an ES module's import of it reads all that it exports, which loads undici, 14 MB for each process. */
const { createServer } = process.getBuiltinModule('node:http');

type Answer = (response: ServerResponse) => void | Promise<void>;

const REQUEST_MS = 5_000;

const json = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
};

const verdict = ({ ready, checks }: Readiness, draining: boolean): object => ({
  status: draining ? 'draining' : ready ? 'ready' : 'not ready',
  failed: Object.keys(checks).filter((name) => checks[name] === false),
  checks,
});

const routes = (registry: Registry, readiness: () => Promise<Readiness>, draining: () => boolean) =>
  new Map<string, Answer>([
    ['/health/live', (response) => json(response, 200, { status: 'live' })],
    [
      '/health/ready',
      async (response) => {
        const found = await readiness();
        json(response, found.ready && !draining() ? 200 : 503, verdict(found, draining()));
      },
    ],
    [
      '/metrics',
      async (response) => {
        const page = await registry.metrics();
        response.writeHead(200, { 'content-type': registry.contentType }).end(page);
      },
    ],
  ]);

const becomesWebSocket = ({ headers }: IncomingMessage): boolean => headers.upgrade?.toLowerCase() === 'websocket';

const serve = (
  answers: ReadonlyMap<string, Answer>,
  { otherwise, upgrade }: Pick<HealthServerOptions, 'otherwise' | 'upgrade'>,
): Server => {
  const limits = { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS };
  const shouldUpgradeCallback = (request: IncomingMessage) => becomesWebSocket(request) && upgrade?.() !== undefined;
  const server = createServer({ ...limits, shouldUpgradeCallback }, (request, response) => {
    const path = request.url?.split('?', 1)[0] ?? '';
    const answer = answers.get(path);
    const listener = answer === undefined ? otherwise?.() : undefined;
    if (listener !== undefined) return listener(request, response);
    // Nothing below reads a body.
    request.resume();
    if (answer === undefined) return json(response, 404, { status: 'not found', paths: [...answers.keys()] });
    if (request.method !== 'GET' && request.method !== 'HEAD') return json(response, 405, { status: 'only GET' });
    Promise.resolve(answer(response)).catch(() => {
      if (response.headersSent) response.destroy();
      else json(response, 500, { status: 'failed' });
    });
  });
  return server.on('upgrade', (request, socket, head) => upgrade?.()?.(request, socket, head));
};

const listen = async (server: Server, host: string, port: number): Promise<string> => {
  server.listen(port, host);
  await once(server, 'listening');
  // A server that listens on a host and port has an address of this kind.
  const address = server.address() as AddressInfo;
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
};

/**
 * Serves /health/live (the process answers), /health/ready (503 with the names of the checks that failed) and /metrics.
 * Liveness looks at nothing else on purpose: a restart does not bring a broker back.
 * @throws the system's error when the port is taken
 */
export const startHealthServer = async (options: HealthServerOptions): Promise<HealthServer> => {
  const { host, port, checks, metrics } = options;
  let draining = false;
  const server = serve(
    routes(metrics.registry, createReadiness(checks), () => draining),
    options,
  );
  const url = await listen(server, host, port);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    const ended = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await ended;
  };
  return {
    url,
    setDraining: () => {
      draining = true;
    },
    close: () => (closed ??= close()),
  };
};
