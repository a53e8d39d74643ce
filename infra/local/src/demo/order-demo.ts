import { type GatewayClient, Refused, type TimelineEvent } from './gateway-client.ts';
import type { OrderStory } from './order-story.ts';
import type { OrderLine } from './orders-file.ts';

/** How far the demo is. */
export interface DemoProgress {
  readonly submitted: number;
  readonly resolved: number;
  readonly total: number;
}

/** What the demo is run with. */
export interface DemoOptions {
  readonly gateway: GatewayClient;
  readonly lines: readonly OrderLine[];
  /** Orders a second; they enter at this rate whatever becomes of the earlier ones. */
  readonly rate: number;
  readonly onProgress: (progress: DemoProgress) => void;
  readonly signal: AbortSignal;
}

/** Submits the orders at the given rate, follows every conversation to its end and tells what became of each. */
export const runOrderDemo = async ({
  gateway,
  lines,
  rate,
  onProgress,
  signal,
}: DemoOptions): Promise<readonly OrderStory[]> => {
  const cancelled = new Set(lines.flatMap((line) => (line.kind === 'cancellation' ? [line.of] : [])));
  const conversations = new Map<string, Promise<string>>();
  const counts = { submitted: 0, resolved: 0, total: lines.filter((line) => line.kind === 'order').length };
  const report = (change: Partial<DemoProgress>): void => onProgress(Object.assign(counts, change));
  const submit = async (line: OrderLine): Promise<OrderStory | undefined> => {
    const requestedMs = Date.now();
    if (line.kind === 'cancellation') {
      const conversationId = await conversations.get(line.of);
      if (conversationId === undefined) throw new Refused(`invoice ${line.of} is cancelled before it was ordered`);
      await gateway.cancelOrder(conversationId, { reason: line.cancellation.reason }, line.idempotencyKey);
      return undefined;
    }
    const placed = gateway.placeOrder(line.order, line.idempotencyKey);
    conversations.set(line.invoice, placed);
    const conversationId = await placed;
    report({ submitted: counts.submitted + 1 });
    const isLast = cancelled.has(line.invoice) ? isClosed : isResolved;
    const isOver = (events: readonly TimelineEvent[]): boolean => events.some(isLast);
    const events = await gateway.follow(conversationId, { isOver }, signal);
    report({ resolved: counts.resolved + 1 });
    return { invoice: line.invoice, conversationId, requestedMs, events };
  };
  const stories = await Promise.all(
    lines.map((line, index) => at((index * 1_000) / rate, signal).then(() => submit(line))),
  );
  return stories.filter((story) => story !== undefined);
};

const isClosed = (event: TimelineEvent): boolean => event.type === 'order.closed';
const isResolved = (event: TimelineEvent): boolean => event.type === 'order.confirmed' || isClosed(event);

const at = (delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason as Error)), { once: true });
  });
