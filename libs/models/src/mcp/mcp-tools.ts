import { TroupeError } from '@troupe/contracts';
import type { Dependency } from '@troupe/agent-sdk';
import type { ModelTool } from '../tools/model-tool.ts';
import { createMcpConnection, transportTo, type McpConnection, type OfferedTool, type TransportOf } from './mcp-connection.ts'; // prettier-ignore
import type { McpServers } from './mcp-servers.ts';

/** Tools of servers, for `tools` of a question. */
export interface McpTools {
  /** Named `<server>_<tool>`. Each call is a recorded step, and what it says counts as text from outside. */
  readonly tools: readonly ModelTool[];
  /** The servers, for `dependencies` of the agent: it closes them, too. */
  readonly dependencies: readonly Dependency[];
  close(): Promise<void>;
}

const toolOf = (
  server: string,
  { name, description, inputSchema }: OfferedTool,
  connection: McpConnection,
): ModelTool => ({
  name: `${server}_${name}`.replaceAll(/[^a-zA-Z0-9_-]/g, '_'),
  description,
  inputSchema,
  untrusted: true,
  run: (input, context) => connection.call(name, input, context),
});

const allowedOf = async (server: string, allow: readonly string[], connection: McpConnection) => {
  const offered = await connection.offered();
  return allow.map((name) => {
    const tool = offered.find((each) => each.name === name);
    if (tool !== undefined) return toolOf(server, tool, connection);
    const known = offered.map((each) => each.name).join(', ');
    throw new TroupeError('CONFIG_INVALID', `MCP_SERVERS: ${server} offers no tool '${name}': it has ${known}`);
  });
};

/**
 * Connects to servers of tools and takes those that are allowed; whatever else they offer, now or later, cannot be called.
 * @throws TroupeError CONFIG_INVALID when an allowed tool is not offered · DEPENDENCY_UNAVAILABLE and whatever else keeps a
 * server from answering
 *
 * @example
 * const { tools, dependencies } = await toolsOfMcpServers(mcpServersFrom(process.env));
 */
export const toolsOfMcpServers = async (
  servers: McpServers,
  { transportOf = transportTo }: { readonly transportOf?: TransportOf } = {},
): Promise<McpTools> => {
  const connections = Object.entries(servers).map(([name, server]) => ({
    name,
    server,
    connection: createMcpConnection(name, server, transportOf),
  }));
  const close = async (): Promise<void> => {
    for (const { connection } of connections) await connection.close();
  };
  try {
    const tools = await Promise.all(
      connections.map(({ name, server, connection }) => allowedOf(name, server.allow, connection)),
    );
    const dependencies = connections.map(({ connection }) => ({
      ...connection.guard,
      close: () => connection.close(),
    }));
    return { tools: tools.flat(), dependencies, close };
  } catch (error) {
    await close();
    throw error;
  }
};
