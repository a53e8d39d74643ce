import { join } from 'node:path';
import { consoleProgress } from './console-progress.ts';
import { gatewayClient } from './demo/gateway-client.ts';
import { runOrderDemo } from './demo/order-demo.ts';
import { readOrders } from './demo/orders-file.ts';
import { renderReport } from './demo/report.ts';
import { parseStartOptions, USAGE } from './start-options.ts';
import { startTroupe, stockWarehouse, type Troupe } from './start.ts';

const root = join(import.meta.dirname, '../../..');
const progress = consoleProgress(process.stdout);
const interrupt = new AbortController();

/** Ends when Ctrl-C is pressed or a service dies; the reason tells which. */
const interrupted = new Promise<string>((resolve) => {
  interrupt.signal.addEventListener('abort', () => resolve(String(interrupt.signal.reason)));
});

const showOrders = async (troupe: Troupe, orders: string, rate: number): Promise<void> => {
  progress.step((await stockWarehouse(root, troupe.env)).trim());
  const lines = readOrders(orders);
  progress.step(`sending ${lines.length} orders and cancellations, ${rate} a second, to ${troupe.gatewayUrl}`);
  const stories = await runOrderDemo({
    gateway: gatewayClient(troupe.gatewayUrl),
    lines,
    rate,
    signal: interrupt.signal,
    onProgress: ({ submitted, resolved, total }) =>
      progress.live(`orders: ${submitted} of ${total} sent, ${resolved} resolved`),
  });
  progress.step('every order is resolved');
  process.stdout.write(`\n${renderReport(stories)}\n\n`);
};

const stayUp = async (troupe: Troupe): Promise<void> => {
  progress.step(`the gateway is at ${troupe.gatewayUrl} (its API: ${troupe.gatewayUrl}/docs); Ctrl-C stops everything`);
  progress.step(await interrupted);
};

const run = async (): Promise<void> => {
  const options = parseStartOptions(process.argv.slice(2), join(root, 'examples/orders.jsonl'));
  if (options.help) return void process.stdout.write(USAGE);
  const onDeath = (message: string): void => interrupt.abort(message);
  const troupe = await startTroupe({ root, flow: 'orders', progress, onDeath, signal: interrupt.signal });
  try {
    await showOrders(troupe, options.orders, options.rate);
    if (!options.exit) await stayUp(troupe);
  } finally {
    progress.step('stopping');
    await troupe.stop();
    progress.step('everything that was started is stopped');
  }
};

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(130);
    interrupt.abort(`stopping on ${signal}; once more to end at once`);
  });

try {
  await run();
} catch (error) {
  if (interrupt.signal.aborted) process.stderr.write(`${String(interrupt.signal.reason)}\n`);
  else process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = interrupt.signal.aborted ? 130 : 1;
}
