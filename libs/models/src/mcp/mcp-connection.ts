import { durationMs, TroupeError } from '@troupe/contracts';
import { guard, type Guard } from '@troupe/agent-sdk';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { ToolContext } from '../tools/model-tool.ts';
import { keepClient, type KeptClient, type RequestLimits } from './kept-client.ts';
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
  /**
   * Calls one of its tools.
   * @throws Error with what the tool said went wrong, or that the server broke off · TroupeError DEPENDENCY_UNAVAILABLE when
   * it cannot be reached: nothing was called · TroupeError of the guard
   */
  call(name: string, input: unknown, context: ToolContext): Promise<string>;
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

const listAll = async (name: string, client: Client, limits: RequestLimits): Promise<readonly OfferedTool[]> => {
  const all: OfferedTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { tools, nextCursor } = await client.listTools(cursor === undefined ? {} : { cursor }, limits);
    all.push(...tools.map((tool) => ({ ...tool, description: tool.description ?? tool.name })));
    if (nextCursor === undefined) return all;
    cursor = nextCursor;
  }
  throw tooMany(name);
};

/** A server that answers with an error of the protocol is there; whatever else is thrown is a broken way to it. */
const callTool = async (
  kept: KeptClient,
  request: { readonly name: string; readonly input: unknown; readonly idempotencyKey: string | undefined },
  limits: RequestLimits,
) => {
  const { name, input, idempotencyKey } = request;
  const client = await kept.get(limits);
  const { McpError } = await import('@modelcontextprotocol/sdk/types.js');
  try {
    return await client.callTool(
      {
        name,
        // What a model calls a tool with is an object, or nothing: the server checks it.
        ...(input !== undefined && { arguments: input as Record<string, unknown> }),
        ...(idempotencyKey !== undefined && { _meta: { idempotencyKey } }),
      },
      undefined,
      limits,
    );
  } catch (error) {
    if (!(error instanceof McpError) && !limits.signal.aborted) await kept.drop();
    throw error;
  }
};

/** Nothing is started or sent before the first use. */
export const createMcpConnection = (name: string, server: McpServer, transportOf: TransportOf): McpConnection => {
  const timeout = durationMs(server.timeout);
  const guarded = guard(`mcp-${name}`, { timeout: `${timeout}ms` });
  const kept = keepClient(name, () => transportOf(name, server));
  return {
    guard: guarded,
    offered: () =>
      guarded.call(async ({ signal }) => listAll(name, await kept.get({ signal, timeout }), { signal, timeout })),
    call: async (tool, input, { signal, idempotencyKey }) => {
      // A tool that says no has answered: its server is there.
      const { isError, content } = await guarded.call(
        ({ signal: inTime }) => callTool(kept, { name: tool, input, idempotencyKey }, { signal: inTime, timeout }),
        { signal },
      );
      const text = textIn(content);
      if (isError === true) throw new Error(text);
      return text;
    },
    close: () => kept.drop(),
  };
};
