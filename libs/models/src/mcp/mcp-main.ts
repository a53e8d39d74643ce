import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { durationMs } from '@troupe/contracts';
import { serveGateway } from './serve-gateway.ts';

// npm run mcp: agents as tools, for whoever starts this process and speaks MCP with it.
const { env } = process;
const list = env['MCP_TOOLS'] ?? '';
const names = list
  .split(',')
  .map((name) => name.trim())
  .filter((name) => name !== '');

try {
  const server = await serveGateway({
    gatewayUrl: env['GATEWAY_URL'] ?? 'http://127.0.0.1:8080',
    waitMs: durationMs(env['MCP_WAIT'] ?? '45s'),
    // A list without a name exposes nothing, not everything.
    ...(list !== '' && { allow: names }),
  });
  await server.connect(new StdioServerTransport());
} catch (error) {
  // Standard output belongs to the protocol.
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
