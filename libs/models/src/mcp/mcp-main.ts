import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { durationMs } from '@troupe/contracts';
import { serveGateway } from './serve-gateway.ts';

// npm run mcp: agents as tools, for whoever starts this process and speaks MCP with it.
const USAGE = `usage: npm run mcp

Agents as tools, over standard input and output, for a program that starts this process and speaks MCP.

GATEWAY_URL is where the gateway listens (default http://127.0.0.1:8080), MCP_TOOLS which tools are exposed, separated by
commas (default: all that the gateway takes), MCP_WAIT how long a call waits for its end (default 45s).
`;

const { argv, env } = process;
const list = env['MCP_TOOLS'] ?? '';
const names = list
  .split(',')
  .map((name) => name.trim())
  .filter((name) => name !== '');

const serve = async (): Promise<void> => {
  const server = await serveGateway({
    gatewayUrl: env['GATEWAY_URL'] ?? 'http://127.0.0.1:8080',
    waitMs: durationMs(env['MCP_WAIT'] ?? '45s'),
    // A list without a name exposes nothing, not everything.
    ...(list !== '' && { allow: names }),
  });
  await server.connect(new StdioServerTransport());
};

try {
  if (argv.includes('--help')) process.stdout.write(USAGE);
  else await serve();
} catch (error) {
  // Standard output belongs to the protocol.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
