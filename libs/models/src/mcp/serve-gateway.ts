import { ensureError, TroupeError } from '@troupe/contracts';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { CallToolRequestSchema, ListToolsRequestSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { conversationClient, type ConversationClient } from './conversation-client.ts';
import { readGatewayTools, type GatewayTool } from './gateway-tools.ts';

/** What is exposed, and how. */
export interface ServeGatewayOptions {
  /** Where the gateway is. */
  readonly gatewayUrl: string;
  /** Names of the tools that are exposed. Default: all that the gateway takes. */
  readonly allow?: readonly string[];
  /** How long a call waits for its conversation to be resolved, in milliseconds. Default 45,000: clients give up after a minute. */
  readonly waitMs?: number;
}

const allowed = (tools: readonly GatewayTool[], allow: readonly string[] | undefined): readonly GatewayTool[] => {
  const unknown = allow?.filter((name) => !tools.some((tool) => tool.name === name)) ?? [];
  if (unknown.length > 0)
    throw new TroupeError('CONFIG_INVALID', `MCP_TOOLS: there is no ${unknown.join(', ')}; there is ${tools.map(({ name }) => name).join(', ')}`); // prettier-ignore
  return allow === undefined ? tools : tools.filter(({ name }) => allow.includes(name));
};

/** What stands in a path for itself, and does not lead elsewhere. */
const segmentOf = (name: string, value: unknown): string => {
  const text = typeof value === 'string' ? value : '';
  if (['', '.', '..'].includes(text)) throw new TroupeError('REQUEST_REFUSED', `${name}: must be an id`);
  return encodeURIComponent(text);
};

/** The path with its parameters, and the body without them. */
const requestOf = ({ path, parameters }: GatewayTool, input: Readonly<Record<string, unknown>>) => ({
  path: parameters.reduce((made, name) => made.replace(`{${name}}`, () => segmentOf(name, input[name])), path),
  body: Object.fromEntries(Object.entries(input).filter(([name]) => !parameters.includes(name))),
});

const text = (value: string, isError = false): CallToolResult => ({
  content: [{ type: 'text', text: value }],
  isError,
});

/** Begins a conversation and waits for what comes of it. */
const call = async (
  tool: GatewayTool,
  input: Readonly<Record<string, unknown>>,
  {
    client,
    signal,
    waitMs,
  }: { readonly client: ConversationClient; readonly signal: AbortSignal; readonly waitMs: number },
): Promise<CallToolResult> => {
  try {
    const { path, body } = requestOf(tool, input);
    const accepted = await client.begin(path, body, signal);
    const until = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
    return text(JSON.stringify(await client.follow(accepted, until)));
  } catch (error) {
    return text(ensureError(error).message, true);
  }
};

/**
 * A server of tools over a gateway: each request that it takes is a tool, which begins a conversation and answers with its
 * whole course once it is resolved. So whoever speaks MCP can use agents, and knows as little of them as any client.
 * @throws TroupeError CONFIG_INVALID when an allowed tool is not there · whatever keeps the gateway from describing itself
 */
export const serveGateway = async ({ gatewayUrl, allow, waitMs = 45_000 }: ServeGatewayOptions): Promise<McpServer> => {
  const client = conversationClient(gatewayUrl);
  const tools = allowed(readGatewayTools(await client.describe()), allow);
  const server = new McpServer({ name: 'troupe', version: '1.0.0' }, { capabilities: { tools: {} } });
  // The schemas are the gateway's own JSON: `registerTool` would want them in zod.
  server.server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema: { ...inputSchema, type: 'object' as const },
    })),
  }));
  server.server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
    const tool = tools.find(({ name }) => name === params.name);
    return tool === undefined
      ? text(`There is no tool '${params.name}' here`, true)
      : call(tool, params.arguments ?? {}, { client, signal, waitMs });
  });
  return server;
};
