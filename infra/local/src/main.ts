import { join } from 'node:path';
import { gatewayClient } from './demo/gateway-client.ts';
import { runOrderDemo } from './demo/order-demo.ts';
import { readOrders, type OrderLine } from './demo/orders-file.ts';
import { renderReport } from './demo/report.ts';
import { ROOT, runDemo, type Demo, type Stage } from './demo/run-demo.ts';
import { parseStartOptions, USAGE } from './start-options.ts';
import { stockWarehouse, type Troupe } from './start.ts';

const showOrders =
  (lines: readonly OrderLine[], rate: number) =>
  async (troupe: Troupe, { progress, signal }: Stage): Promise<void> => {
    progress.step((await stockWarehouse(ROOT, troupe.env)).trim());
    progress.step(`sending ${lines.length} orders and cancellations, ${rate} a second, to ${troupe.gatewayUrl}`);
    const stories = await runOrderDemo({
      gateway: gatewayClient(troupe.gatewayUrl),
      lines,
      rate,
      signal,
      onProgress: ({ submitted, resolved, total }) =>
        progress.live(`orders: ${submitted} of ${total} sent, ${resolved} resolved`),
    });
    progress.step('every order is resolved');
    process.stdout.write(`\n${renderReport(stories)}\n\n`);
  };

await runDemo((): Demo | undefined => {
  const { help, exit, orders, rate } = parseStartOptions(process.argv.slice(2), join(ROOT, 'examples/orders.jsonl'));
  // Before anything starts: what cannot be read is said at once.
  if (!help) return { flow: 'orders', exit, show: showOrders(readOrders(orders), rate) };
  process.stdout.write(USAGE);
  return undefined;
});
