import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { peerEnvironment } from '../../lib/peer/contract.ts';
import { servePeer, startPart } from '../../lib/peer/serve-peer.ts';
import { freePort, startServer } from '../start-server.ts';

/** Restate: its server on one node, with a process that serves the workflow and the three services. */
const { folder } = peerEnvironment();
const [node, ingress, admin, services] = [await freePort(), await freePort(), await freePort(), await freePort()];

/** The package of the server for this platform holds the binary. */
const manifest = `@restatedev/restate-server-${process.platform}-${process.arch}/package.json`;
const binary = join(dirname(createRequire(import.meta.url).resolve(manifest)), 'bin/restate-server');

const config = join(folder, 'restate.toml');
writeFileSync(
  config,
  `base-dir = "${join(folder, 'restate')}"
listen-mode = "tcp"
bind-address = "127.0.0.1:${node}"
disable-telemetry = true
[ingress]
bind-address = "127.0.0.1:${ingress}"
[admin]
bind-address = "127.0.0.1:${admin}"
`,
);
await startServer({
  command: binary,
  args: ['--config-file', config],
  cwd: folder,
  env: { RESTATE_DISABLE_TELEMETRY: 'true', SCARF_ANALYTICS: 'false' },
  ports: [ingress, admin],
});
// It would tell of every invocation.
process.env['RESTATE_LOGGING'] = 'WARN';
await startPart(new URL('restate.worker.ts', import.meta.url), String(services));

const post = async (url: string, body: unknown): Promise<void> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`);
};
await post(`http://127.0.0.1:${admin}/deployments`, { uri: `http://127.0.0.1:${services}` });
servePeer((saga, payload) => post(`http://127.0.0.1:${ingress}/saga/${saga}/run`, payload));
