import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { TestFleet } from './fleet.fixture.ts';
import type { TestOrder } from './orders.fixture.ts';

/** An order that the gateway has answered for. */
export interface AcceptedOrder extends TestOrder {
  readonly conversationId: string;
  /** Whether its customer took it back. Default false. */
  readonly isTakenBack?: boolean;
}

const accepted = z.object({ conversationId: z.string() });
const TRY_AGAIN = [429, 503];
/** How long a client tries again, unless it is told otherwise. */
const ACCEPTED_WITHIN_MS = 90_000;
/** Many who come again at once would keep a gateway from ever getting up. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 1_600;

const post = async (fleet: Pick<TestFleet, 'url'>, path: string, key: string, body: object): Promise<string> => {
  const answer = await fetch(`${fleet.url('gateway')}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (answer.status !== 202) throw Object.assign(new Error(`${answer.status} ${text}`), { status: answer.status });
  return accepted.parse(JSON.parse(text)).conversationId;
};

interface Request {
  readonly path: string;
  readonly key: string;
  readonly body: object;
}

/** As a client does: whatever has no answer, or is asked to come again, is sent again under its key. */
const untilAccepted = async (
  fleet: Pick<TestFleet, 'url'>,
  { path, key, body }: Request,
  withinMs: number,
): Promise<string> => {
  const giveUpMs = Date.now() + withinMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      return await post(fleet, path, key, body);
    } catch (error) {
      const refused = error instanceof Error && 'status' in error && !TRY_AGAIN.includes(Number(error.status));
      if (refused || Date.now() > giveUpMs) throw error;
      await delay(pauseMs * (0.5 + Math.random()));
    }
  }
};

/** Places an order and tries again until it is accepted. */
export const place = async (
  fleet: Pick<TestFleet, 'url'>,
  order: TestOrder,
  withinMs: number = ACCEPTED_WITHIN_MS,
): Promise<AcceptedOrder> => ({
  ...order,
  conversationId: await untilAccepted(fleet, { path: '/v1/orders', key: order.key, body: order.body }, withinMs),
});

/** Takes an order back. */
export const cancel = async (
  fleet: Pick<TestFleet, 'url'>,
  { key, conversationId }: AcceptedOrder,
  withinMs: number = ACCEPTED_WITHIN_MS,
): Promise<void> => {
  const path = `/v1/orders/${conversationId}/cancellation`;
  await untilAccepted(fleet, { path, key: `cancel-${key}`, body: { reason: 'not needed' } }, withinMs);
};
