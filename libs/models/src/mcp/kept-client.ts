import { ensureError, TroupeError } from '@troupe/contracts';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

const IDENTITY = { name: 'troupe', version: '1.0.0' };

/** How long one request may take, and who ends it: the protocol's own limit is a minute, whatever is configured. */
export interface RequestLimits {
  readonly signal: AbortSignal;
  readonly timeout: number;
}

const connect = async (transport: Transport, limits: RequestLimits): Promise<Client> => {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const client = new Client(IDENTITY);
  await client.connect(transport, limits);
  return client;
};

const COMES_BACK_MS = 1_000;

const unreached = (name: string, cause: unknown): TroupeError =>
  new TroupeError(
    'DEPENDENCY_UNAVAILABLE',
    `The server of tools '${name}' cannot be reached: ${ensureError(cause).message}`,
    {
      cause,
      details: { dependency: `mcp-${name}`, retryAfterMs: COMES_BACK_MS },
    },
  );

/** What a client of a server is kept by: one for all calls, until it goes away. */
export interface KeptClient {
  /** @throws TroupeError DEPENDENCY_UNAVAILABLE · the signal's reason */
  get(limits: RequestLimits): Promise<Client>;
  /** Has the next use connect anew. */
  drop(): Promise<void>;
}

/** Connects when it is first asked for one. */
export const keepClient = (name: string, transport: () => Promise<Transport>): KeptClient => {
  let kept: Promise<Client> | undefined;
  const open = async (limits: RequestLimits): Promise<Client> => {
    try {
      return await connect(await transport(), limits);
    } catch (error) {
      throw limits.signal.aborted ? error : unreached(name, error);
    }
  };
  return {
    get: (limits) => {
      if (kept !== undefined) return kept;
      const opening = open(limits);
      const forget = (): void => void (kept = kept === opening ? undefined : kept);
      kept = opening;
      opening.then((client) => Object.assign(client, { onclose: forget }), forget);
      return opening;
    },
    drop: async () => {
      const dropped = kept;
      kept = undefined;
      await (await dropped?.catch(() => undefined))?.close();
    },
  };
};
