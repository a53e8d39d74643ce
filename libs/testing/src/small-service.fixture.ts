import { createServer } from 'node:http';

/** The smallest service: ready on its second question, unless it is told to end or to hang at once. */
if (process.env['BEHAVIOUR'] === 'ends') {
  process.stderr.write('the configuration is wrong\n');
  process.exit(1);
}
if (process.env['BEHAVIOUR'] === 'hangs') process.on('SIGTERM', () => undefined);

if (process.env['BEHAVIOUR'] === 'calls') {
  const { insideTransaction } = await import('@troupe/database');
  const call = (): Promise<unknown> => fetch('http://127.0.0.1:65000').catch(() => undefined);
  await insideTransaction(call).catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
}

let asked = 0;
const server = createServer((_, response) => response.writeHead(++asked > 1 ? 200 : 503).end('kafka: not yet'));
server.listen(Number(process.env['PORT']), '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${port}` })}\n`);
});
