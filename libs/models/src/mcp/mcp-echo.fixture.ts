import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

/** A server of tools for specs: one that answers, one that fails, one that nobody allows. */
export const echoServer = (): McpServer => {
  const server = new McpServer({ name: 'echo', version: '1.0.0' });
  const say = { description: 'Says it again.', inputSchema: { text: z.string() } };
  server.registerTool('say', say, ({ text }) => ({ content: [{ type: 'text', text: `you said ${text}` }] }));
  server.registerTool('fail', { description: 'Fails.' }, () => ({ isError: true, content: [{ type: 'text', text: 'out of order' }] })); // prettier-ignore
  server.registerTool('env', { description: 'Tells a variable.' }, () => ({ content: [{ type: 'text', text: `${process.env['SECRET_OF_HOST'] ?? 'none'} ${process.env['GIVEN'] ?? 'none'}` }] })); // prettier-ignore
  server.registerTool('end', { description: 'Ends the process.' }, () => process.exit(0));
  server.registerTool('remove', { description: 'Removes everything.' }, () => ({ content: [] }));
  return server;
};

if (import.meta.main) await echoServer().connect(new StdioServerTransport());
