import { setTimeout as delay } from 'node:timers/promises';
import type { TestFleet } from '../e2e/fleet.fixture.ts';
import { anyOrder } from '../e2e/orders.fixture.ts';
import { cancel, place, type AcceptedOrder } from '../e2e/client.fixture.ts';

/** Orders that come in at a steady rate, unless too many of the earlier ones are without an answer. */
export interface Load {
  /** Those that the gateway has answered for so far. */
  readonly accepted: readonly AcceptedOrder[];
  /** Requests without an answer. */
  pending(): number;
  /** For how long the oldest of them has waited, in milliseconds; 0 when there is none. */
  oldestMs(): number;
  /** Sends no more, and waits until every order is accepted. @throws what an order was refused with */
  stop(): Promise<void>;
}

/** An order that its customer has taken back. */
export const TAKEN_BACK_EVERY = 9;

/**
 * A gateway that is killed while a server is away is back when the server is, and then it may be killed again: a client tries for
 * longer than elsewhere.
 */
const ACCEPTED_WITHIN_MS = 300_000;

/** Nobody sends more while as many requests as come in so many seconds are without an answer. */
const MOST_PENDING_SECONDS = 4;

/** Sends orders until it is stopped; every ninth is taken back at once. */
export const startLoad = (fleet: Pick<TestFleet, 'url'>, perSecond: number): Load => {
  const accepted: AcceptedOrder[] = [];
  const sent: Promise<void>[] = [];
  const stopping = new AbortController();
  /** When each request without an answer was sent, in this order. */
  const pending = new Set<{ readonly sentMs: number }>();

  const answered = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
    const request = { sentMs: Date.now() };
    pending.add(request);
    return ask().finally(() => pending.delete(request));
  };

  const send = async (index: number): Promise<void> => {
    const order = await answered(() => place(fleet, anyOrder(), ACCEPTED_WITHIN_MS));
    const isTakenBack = index % TAKEN_BACK_EVERY === TAKEN_BACK_EVERY - 1;
    if (isTakenBack) await answered(() => cancel(fleet, order, ACCEPTED_WITHIN_MS));
    accepted.push({ ...order, isTakenBack });
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await delay(1_000 / perSecond);
      if (pending.size >= perSecond * MOST_PENDING_SECONDS) continue;
      const sending = send(sent.length);
      // Failures are awaited with all the others, at the end.
      sending.catch(() => undefined);
      sent.push(sending);
    }
  };
  const running = run();

  return {
    accepted,
    pending: () => pending.size,
    oldestMs: () => {
      const [oldest] = pending;
      return oldest === undefined ? 0 : Date.now() - oldest.sentMs;
    },
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(sent);
    },
  };
};
