import { durationMs, TroupeError } from '@troupe/contracts';
import { guard, type Guard } from '@troupe/agent-sdk';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { McpServer } from './mcp-servers.ts';

/** A tool as its server describes it. */
export interface OfferedTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

/** A server of tools: connected when it is first needed, and again when it went away. */
export interface McpConnection {
  readonly guard: Guard;
  /** All that it offers. @throws TroupeError DEPENDENCY_UNAVAILABLE */
  offered(): Promise<readonly OfferedTool[]>;
  /** Calls one of its tools. @throws Error with what the tool said went wrong · TroupeError of the guard */
  call(name: string, input: unknown, signal: AbortSignal): Promise<string>;
  close(): Promise<void>;
}

/** Makes the way to a server. Default: a process, or HTTP. */
export type TransportOf = (name: string, server: McpServer) => Promise<Transport>;

/** The way to a server as its settings say. */
export const transportTo: TransportOf = async (_, server) => {
  if ('url' in server) {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const { url, headers } = server;
    return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });
  }
  const { getDefaultEnvironment, StdioClientTransport } = await import('@modelcontextprotocol/sdk/client/stdio.js');
  const { command, args, env } = server;
  return new StdioClientTransport({ command, args, env: { ...getDefaultEnvironment(), ...env }, stderr: 'ignore' });
};

const IDENTITY = { name: 'troupe', version: '1.0.0' };

const connect = async (transport: Transport, signal: AbortSignal): Promise<Client> => {
  const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
  const client = new Client(IDENTITY);
  await client.connect(transport, { signal });
  return client;
};

/** The parts of a result that a model can read; of others it is told that they are there. */
const textIn = (content: unknown): string => {
  if (!Array.isArray(content)) return '';
  return content
    .map((part: { readonly type: string; readonly text?: unknown }) =>
      part.type === 'text' && typeof part.text === 'string' ? part.text : `(${part.type})`,
    )
    .join('\n');
};

const tooMany = (name: string): TroupeError =>
  new TroupeError('CONFIG_INVALID', `The tools of ${name} do not come to an end`);

const MOST_PAGES = 50;

const listAll = async (name: string, client: Client, signal: AbortSignal): Promise<readonly OfferedTool[]> => {
  const all: OfferedTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { tools, nextCursor } = await client.listTools(cursor === undefined ? {} : { cursor }, { signal });
    all.push(...tools.map((tool) => ({ ...tool, description: tool.description ?? tool.name })));
    if (nextCursor === undefined) return all;
    cursor = nextCursor;
  }
  throw tooMany(name);
};

/** Nothing is started or sent before the first use. */
export const createMcpConnection = (name: string, server: McpServer, transportOf: TransportOf): McpConnection => {
  const guarded = guard(`mcp-${name}`, { timeout: `${durationMs(server.timeout)}ms` });
  let connected: Promise<Client> | undefined;
  const client = (signal: AbortSignal): Promise<Client> => {
    const forget = (): void => void (connected = undefined);
    connected ??= transportOf(name, server)
      .then((transport) => connect(transport, signal))
      .then((made) => Object.assign(made, { onclose: forget }));
    connected.catch(forget);
    return connected;
  };
  return {
    guard: guarded,
    offered: () => guarded.call(async ({ signal }) => listAll(name, await client(signal), signal)),
    call: async (tool, input, signal) => {
      // A tool that says no has answered: its server is there.
      const { isError, content } = await guarded.call(
        async ({ signal: inTime }) => {
          const made = await client(inTime);
          // What a model calls a tool with is an object, or nothing: the server checks it.
          const given = input as Record<string, unknown> | undefined;
          return made.callTool({ name: tool, ...(given && { arguments: given }) }, undefined, { signal: inTime });
        },
        { signal },
      );
      const text = textIn(content);
      if (isError === true) throw new Error(text);
      return text;
    },
    close: async () => {
      const open = await connected?.catch(() => undefined);
      await open?.close();
    },
  };
};
